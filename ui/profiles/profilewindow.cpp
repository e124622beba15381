// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/profilewindow.h"

#include "messages/quantities.h"
#include "profiles/form/locatorchoices.h"
#include "profiles/form/profileform.h"
#include "profiles/jsoneditor.h"
#include "profiles/problemmodel.h"
#include "profiles/profileasker.h"
#include "profiles/profilelist.h"
#include "profiles/trial/trialpane.h"
#include "profiles/trial/trialrunner.h"
#include "settings/settingsstore.h"
#include "theme/tones.h"
#include "widgets/messagestrip.h"

#include <QAction>
#include <QCloseEvent>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTreeView>
#include <QtConcurrent>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int MostProblemRows = 5;

} // namespace

ProfileWindow::ProfileWindow(const QString& folder, SettingsStore& settings, QWidget* parent)
    : QWidget(parent, Qt::Window)
    , m_folder(folder)
    , m_settings(settings)
    , m_asker(profileDialogs())
    , m_list(new ProfileList(this))
    , m_trial(new TrialPane(this))
    , m_editor(new JsonEditor(this))
    , m_runner(new TrialRunner([this] { return trialInput(); }, this))
    , m_problems(new ProblemModel(this))
    , m_strip(new MessageStrip(this))
{
    build();
    connectParts();
    updateState();
    reload();
}

ProfileWindow::~ProfileWindow()
{
    m_reading.disconnect(this);
    m_reading.waitForFinished();
}

void ProfileWindow::connectParts()
{
    connect(&m_reading, &QFutureWatcherBase::finished, this, &ProfileWindow::takeShelf);
    connect(m_list, &ProfileList::chosen, this, [this](const ProfileEntry& entry) {
        if (mayLeave())
            openEntry(entry);
        else
            m_list->setCurrentFile(m_document.file());
    });
    connect(&m_document, &ProfileDocument::opened, this, [this] {
        m_editor->setText(m_document.text());
        m_editor->setReadOnly(m_document.isReadOnly());
        updateState();
    });
    connect(&m_document, &ProfileDocument::changeMade, m_editor, &JsonEditor::apply);
    connect(&m_document, &ProfileDocument::textChanged, m_runner, &TrialRunner::request);
    connect(&m_document, &ProfileDocument::modifiedChanged, this, &ProfileWindow::updateState);
    connect(m_editor, &JsonEditor::textEdited, &m_document, &ProfileDocument::setText);
    connect(m_trial, &TrialPane::changed, m_runner, &TrialRunner::request);
    connect(m_runner, &TrialRunner::finished, this, &ProfileWindow::showResult);
    connect(m_form, &ProfileForm::placeRequested, this, [this] {
        showJson();
        if (!m_problems->problems().empty())
            goTo(m_problems->problems().front());
    });
}

void ProfileWindow::reload()
{
    m_isStale = m_reading.isRunning();
    if (!m_isStale)
        m_reading.setFuture(QtConcurrent::run([folder = m_folder] { return readProfileShelf(folder); }));
}

void ProfileWindow::takeShelf()
{
    if (m_isStale) {
        reload();
        return;
    }
    m_shelf = m_reading.result();
    m_catalog = std::make_shared<const ProfileCatalog>(m_shelf.catalog);
    m_list->setEntries(m_shelf.entries);
    m_list->setCurrentFile(m_document.file());
    if (m_isFirst || !m_wantedId.isEmpty())
        openWaiting();
    updateState();
    m_runner->request();
}

void ProfileWindow::openWaiting()
{
    const ProfileEntry* found = nullptr;
    for (const ProfileEntry& entry : m_shelf.entries) {
        if (!m_wantedId.isEmpty() && entry.id == m_wantedId)
            found = &entry;
    }
    if (!found && m_isFirst && !m_shelf.entries.empty())
        found = &m_shelf.entries.front();
    m_wantedId.clear();
    if (found && !m_document.isModified())
        openEntry(*found);
}

void ProfileWindow::openProfile(const QByteArray& id)
{
    m_wantedId = id;
    if (!m_shelf.entries.empty())
        openWaiting();
}

void ProfileWindow::openEntry(const ProfileEntry& entry)
{
    const std::optional<QByteArray> text = readProfileFile(entry.file);
    if (!text) {
        say(Tone::Danger,
            tr("%1 cannot be read. Look whether it is still there, and whether it is yours.").arg(entry.file));
        return;
    }
    m_isFirst = false;
    m_strip->hideMessage();
    m_document.open(*text, entry.file, !entry.isOwn());
    m_list->setCurrentFile(entry.file);
    m_runner->requestNow();
}

TrialInput ProfileWindow::trialInput() const
{
    TrialInput input;
    input.json = m_document.text();
    input.others = m_catalog;
    if (const std::optional<ProfileEntry> entry = currentEntry())
        input.currentId = entry->id;
    m_trial->fill(input);
    return input;
}

std::optional<ProfileEntry> ProfileWindow::currentEntry() const
{
    for (const ProfileEntry& entry : m_shelf.entries) {
        if (!m_document.file().isEmpty() && entry.file == m_document.file())
            return entry;
    }
    return std::nullopt;
}

void ProfileWindow::showResult(const TrialResult& result)
{
    m_problems->setProblems(result.problems);
    m_problemList->setVisible(!result.problems.empty());
    const int rows = std::clamp(m_problems->rowCount(), 1, MostProblemRows);
    m_problemList->setFixedHeight((rows + 1) * (m_problemList->fontMetrics().height() + 2));
    m_tabs->setTabText(
        1, result.problems.empty() ? tr("JSON") : tr("JSON \u2715 %1").arg(countText(std::ssize(result.problems))));
    m_editor->showProblems(result.problems);
    m_form->showTrial(result);
    m_trial->showResult(result);
}

void ProfileWindow::goTo(const ProfileProblem& problem)
{
    m_tabs->setCurrentIndex(1);
    m_editor->goTo(problem.begin, problem.end);
}

void ProfileWindow::updateState()
{
    const bool isOpen = !m_document.text().isEmpty() || !m_document.isReadOnly();
    const bool isShipped = isOpen && m_document.isReadOnly();
    const QByteArray id = m_document.outline().string("/id").value_or(QByteArray());
    const QString name
        = m_document.file().isEmpty() ? tr("new, not saved yet") : QFileInfo(m_document.file()).fileName();
    const QString shownId = QString::fromUtf8(id);
    m_title->setText(!isOpen              ? QString()
            : isShipped                   ? tr("%1 \u2013 comes with the program").arg(shownId)
            : m_document.file().isEmpty() ? tr("%1 \u2013 new, not saved yet").arg(shownId)
                                          : tr("%1 \u2013 yours").arg(QFileInfo(m_document.file()).fileName()));
    m_customiseHere->setVisible(isShipped);
    m_customise->setEnabled(isOpen);
    m_remove->setEnabled(isOpen && !isShipped && !m_document.file().isEmpty());
    m_save->setEnabled(m_document.isModified());
    m_undo->setEnabled(isOpen && !isShipped);
    m_redo->setEnabled(isOpen && !isShipped);
    const bool isModified = m_document.isModified();
    m_state->setText(isModified ? tr("\u25CF not saved") : QString());
    QPalette palette = m_state->palette();
    palette.setColor(QPalette::WindowText, toneColor(Tone::Warning, this->palette()));
    m_state->setPalette(palette);
    setWindowTitle(isOpen ? tr("%1%2 \u2013 Profiles").arg(isModified ? u"*"_s : QString(), QString::fromUtf8(id))
                          : tr("Profiles"));
}

bool ProfileWindow::mayLeave()
{
    if (!m_document.isModified())
        return true;
    const QByteArray id = m_document.outline().string("/id").value_or("profile");
    switch (m_asker.unsaved(this, QString::fromUtf8(id))) {
    case Unsaved::Save:
        return save();
    case Unsaved::Discard:
        return true;
    case Unsaved::Stay:
        break;
    }
    return false;
}

bool ProfileWindow::save()
{
    if (m_document.isReadOnly())
        return false;
    const auto file = saveProfile(m_document.text(), m_folder, m_shelf.catalog, m_document.file());
    if (!file) {
        const bool isRefused = file.error().code == ProfileSaveCode::Refused;
        say(Tone::Danger,
            isRefused ? tr("Not saved, since a profile with errors would not be used. %1").arg(file.error().detail)
                      : tr("Not saved. %1").arg(file.error().detail));
        return false;
    }
    m_document.markSaved(*file);
    updateState();
    say(Tone::Ok, tr("Saved as %1.").arg(*file));
    reload();
    emit saved();
    return true;
}

QString ProfileWindow::takenBecause(const QByteArray& id) const
{
    const ProfilePtr known = m_shelf.catalog.find(id);
    if (!known && !QFile::exists(QDir(m_folder).filePath(QString::fromUtf8(id) + u".json"_s)))
        return {};
    return known && known->file.startsWith(u":/"_s)
        ? tr("A profile that comes with the program has this id. Customise a copy of it instead.")
        : tr("You have a profile with this id already.");
}

void ProfileWindow::createNew()
{
    if (!mayLeave())
        return;
    const auto wish = m_asker.newProfile(this, [this](const QByteArray& id) { return takenBecause(id); });
    if (!wish)
        return;
    const std::shared_ptr<const Delivery>& delivery = m_trial->delivery();
    const QByteArray header = delivery ? likelySignatureHeader(*delivery->request) : QByteArray();
    m_list->setCurrentFile({});
    m_document.openNew(newProfileText(wish->from, wish->id, wish->name, header));
    showForm();
}

void ProfileWindow::customise()
{
    const std::optional<ProfileEntry> model = currentEntry();
    if (!model || !m_document.isObject() || !mayLeave())
        return;
    const auto id = m_asker.idOfCopy(this, *model, [this](const QByteArray& wanted) { return takenBecause(wanted); });
    if (!id)
        return;
    const QByteArray text = m_document.text();
    const std::optional<TextChange> change = withValue(JsonOutline(text), "/id", quotedJson(*id));
    m_list->setCurrentFile({});
    m_document.openNew(change ? applied(text, *change) : text);
    showForm();
}

void ProfileWindow::importFile()
{
    if (!mayLeave())
        return;
    const QString file = m_asker.fileToImport(this);
    if (file.isEmpty())
        return;
    const std::optional<QByteArray> text = readProfileFile(file);
    if (!text) {
        say(Tone::Danger, tr("%1 cannot be read.").arg(file));
        return;
    }
    m_list->setCurrentFile({});
    m_document.openNew(*text);
    say(Tone::Info, tr("%1 is open as a new profile. Save puts it among yours.").arg(QFileInfo(file).fileName()));
}

void ProfileWindow::removeCurrent()
{
    const QString file = m_document.file();
    if (m_document.isReadOnly() || file.isEmpty())
        return;
    const std::optional<ProfileEntry> entry = currentEntry();
    const bool bringsBack = entry && entry->origin == ProfileEntry::Origin::Override;
    const QString name = entry ? entry->name : QFileInfo(file).fileName();
    if (!m_asker.mayDelete(this, name, bringsBack))
        return;
    if (!QFile::remove(file)) {
        say(Tone::Danger, tr("%1 cannot be deleted. Look whether its folder may be written.").arg(file));
        return;
    }
    m_document.markSaved({});
    m_wantedId = bringsBack ? entry->id : QByteArray();
    m_isFirst = true;
    say(Tone::Ok, bringsBack ? tr("Deleted. The profile that comes with the program is used again.") : tr("Deleted."));
    reload();
    emit saved();
}

void ProfileWindow::revealFolder()
{
    QDir().mkpath(m_folder);
    m_asker.reveal(m_folder);
}

void ProfileWindow::undo()
{
    m_editor->undo();
}

void ProfileWindow::redo()
{
    m_editor->redo();
}

void ProfileWindow::find()
{
    m_tabs->setCurrentIndex(1);
    m_editor->find();
}

void ProfileWindow::say(Tone tone, const QString& text)
{
    m_strip->showMessage({ .tone = tone, .text = text, .isLasting = tone == Tone::Danger });
}

void ProfileWindow::closeEvent(QCloseEvent* event)
{
    if (!mayLeave()) {
        event->ignore();
        return;
    }
    if (m_document.isModified()) {
        m_document.discard();
        m_isFirst |= m_document.file().isEmpty();
        reload();
    }
    m_trial->forgetSecret();
    keepState();
    QWidget::closeEvent(event);
}

void ProfileWindow::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_state)
        updateState();
}

} // namespace hookloupe
