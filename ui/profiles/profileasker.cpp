// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profileasker.h"

#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QMessageBox>
#include <QPushButton>
#include <QUrl>

namespace hookloupe {

namespace {

ProfileWindow::Unsaved askUnsaved(QWidget* window, const QString& name)
{
    QMessageBox box(QMessageBox::NoIcon, ProfileWindow::tr("Profiles"),
        ProfileWindow::tr("Save the changes of \u201C%1\u201D?").arg(name),
        QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, window);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(ProfileWindow::tr("Without saving they are lost."));
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save:
        return ProfileWindow::Unsaved::Save;
    case QMessageBox::Discard:
        return ProfileWindow::Unsaved::Discard;
    default:
        return ProfileWindow::Unsaved::Stay;
    }
}

bool askDelete(QWidget* window, const QString& name, bool bringsShippedBack)
{
    QMessageBox box(QMessageBox::NoIcon, ProfileWindow::tr("Profiles"),
        ProfileWindow::tr("Delete your profile \u201C%1\u201D?").arg(name), QMessageBox::Cancel, window);
    box.setTextFormat(Qt::PlainText);
    box.setInformativeText(bringsShippedBack
            ? ProfileWindow::tr("The file is removed for good. The profile that comes with the program is used again.")
            : ProfileWindow::tr("The file is removed for good."));
    const QPushButton* const yes = box.addButton(ProfileWindow::tr("&Delete"), QMessageBox::DestructiveRole);
    box.setDefaultButton(QMessageBox::Cancel);
    box.exec();
    return box.clickedButton() == yes;
}

} // namespace

ProfileWindow::Asker profileDialogs()
{
    ProfileWindow::Asker asker;
    asker.unsaved = askUnsaved;
    asker.mayDelete = askDelete;
    asker.fileToImport = [](QWidget* window) {
        return QFileDialog::getOpenFileName(window, ProfileWindow::tr("Import a Profile"), QDir::homePath(),
            ProfileWindow::tr("Profiles (*.json);;All files (*)"));
    };
    asker.newProfile = [](QWidget* window, const std::function<QString(const QByteArray&)>& takenBecause) {
        NewProfileDialog dialog(takenBecause, window);
        return dialog.exec() == QDialog::Accepted ? std::optional(dialog.wish()) : std::nullopt;
    };
    asker.idOfCopy = [](QWidget* window, const ProfileEntry& model,
                         const std::function<QString(const QByteArray&)>& takenBecause) {
        CopyProfileDialog dialog(
            model.id, model.name, model.origin == ProfileEntry::Origin::Shipped, takenBecause, window);
        return dialog.exec() == QDialog::Accepted ? std::optional(dialog.id()) : std::nullopt;
    };
    asker.reveal = [](const QString& folder) { QDesktopServices::openUrl(QUrl::fromLocalFile(folder)); };
    return asker;
}

} // namespace hookloupe
