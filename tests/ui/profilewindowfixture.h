// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "profiles/profilewindow.h"
#include "profiles/trial/trialpane.h"
#include "settings/settingsstore.h"
#include "support/signaturevectors.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <memory>

namespace hookloupe {

using namespace Qt::StringLiterals;

/// The profile editor over a folder of its own, with answers for its questions.
struct ProfileWindowFixture {
    ProfileWindowFixture()
    {
        ProfileWindow::Asker asker;
        asker.unsaved = [this](QWidget*, const QString&) {
            ++questions;
            return unsaved;
        };
        asker.mayDelete = [this](QWidget*, const QString&, bool) {
            ++questions;
            return mayDelete;
        };
        asker.fileToImport = [this](QWidget*) { return fileToImport; };
        asker.newProfile = [this](QWidget*, const auto&) { return std::optional(wish); };
        asker.idOfCopy = [this](QWidget*, const ProfileEntry& model, const auto&) {
            return std::optional(idOfCopy.isEmpty() ? model.id : idOfCopy);
        };
        asker.reveal = [this](const QString& shown) { revealed = shown; };
        window.setAsker(asker);
    }

    /// Shows the window and waits until the profiles are there.
    bool start()
    {
        window.show();
        return QTest::qWaitForWindowExposed(&window)
            && QTest::qWaitFor([this] { return list()->model()->rowCount() > 100; });
    }

    template<typename T>
    T* child(const char* name) const
    {
        return window.findChild<T*>(QString::fromLatin1(name));
    }
    QTreeView* list() const { return child<QTreeView>("profileList"); }
    QLineEdit* field(const char* pointer) const
    {
        return window.findChild<QLineEdit*>(u"field"_s + QString::fromLatin1(pointer));
    }
    void trigger(const char* action) const { child<QAction>(action)->trigger(); }
    QByteArray text() const { return window.document().text(); }
    QString headline() const { return window.trial().headline(); }

    bool open(const QByteArray& id)
    {
        window.openProfile(id);
        return QTest::qWaitFor([&] { return window.document().outline().string("/id") == id; });
    }
    QString pathOf(const char* name) const { return folder.filePath(QString::fromLatin1(name)); }
    void put(const char* name, const QByteArray& content) const
    {
        QFile file(pathOf(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
    }

    QTemporaryDir folder;
    QTemporaryDir own;
    SettingsStore settings { own.filePath(u"settings.ini"_s) };
    int questions = 0;
    ProfileWindow::Unsaved unsaved = ProfileWindow::Unsaved::Stay;
    bool mayDelete = true;
    QString fileToImport;
    ProfileWish wish { "acme", u"Acme"_s, ProfileTemplate::HmacBody };
    QByteArray idOfCopy;
    QString revealed;
    mutable ProfileWindow window { folder.path(), settings };
};

/// Chooses a word as a person does.
inline void choose(QComboBox* box, const char* word)
{
    const int index = box->findData(QByteArray(word));
    QVERIFY2(index >= 0, word);
    box->setCurrentIndex(index);
    emit box->activated(index);
}

/// Replaces what stands in a field, key by key.
inline void type(QLineEdit* field, const QString& text)
{
    QVERIFY(field);
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, text);
}

/// A vector as a delivery that was captured when it was signed.
inline std::shared_ptr<const Delivery> deliveryOf(const test::SignatureVector& vector, qint64 id = 1)
{
    auto request = std::make_shared<Request>(test::requestFrom(vector.head, vector.body));
    request->times.lastByte = test::atSecond(vector.signedAt);
    auto delivery = std::make_shared<Delivery>();
    delivery->id = DeliveryId { id };
    delivery->request = request;
    return delivery;
}

inline test::SignatureVector vectorOf(const QString& provider)
{
    for (const test::SignatureVector& vector : test::signatureVectors(QStringLiteral(HOOKLOUPE_TEST_DATA "/vectors"))) {
        if (vector.profileId == provider)
            return vector;
    }
    return {};
}

} // namespace hookloupe
