// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "delivery/delivery.h"
#include "profile/profilefolder.h"
#include "profiles/newprofile.h"
#include "profiles/profiledocument.h"
#include "profiles/trial/profiletrial.h"
#include "theme/statuslook.h"

#include <QFutureWatcher>
#include <QWidget>

#include <functional>
#include <memory>
#include <optional>

class QAction;
class QLabel;
class QPushButton;
class QTabWidget;
class QTreeView;

namespace hookloupe {

class HairlineSplitter;
class JsonEditor;
class MessageStrip;
class ProblemModel;
class ProfileForm;
class ProfileList;
class SettingsStore;
class TrialPane;
class TrialRunner;

/// The profile editor: the list of profiles, the one that is edited as form and as JSON, and what it makes of a
/// delivery while it is edited. It writes into the user's folder alone.
class ProfileWindow final : public QWidget {
    Q_OBJECT

public:
    enum class Unsaved { Save, Discard, Stay };
    /// Asks a person; tests put their own in place.
    struct Asker {
        std::function<Unsaved(QWidget* window, const QString& name)> unsaved;
        std::function<bool(QWidget* window, const QString& name, bool bringsShippedBack)> mayDelete;
        std::function<QString(QWidget* window)> fileToImport;
        /// Nothing when they changed their mind.
        std::function<std::optional<ProfileWish>(
            QWidget* window, const std::function<QString(const QByteArray&)>& takenBecause)>
            newProfile;
        std::function<std::optional<QByteArray>(
            QWidget* window, const ProfileEntry& model, const std::function<QString(const QByteArray&)>& takenBecause)>
            idOfCopy;
        std::function<void(const QString& folder)> reveal;
    };

    /// \param folder    of the user's profiles; it need not be there yet
    /// \param settings  outlives the window
    ProfileWindow(const QString& folder, SettingsStore& settings, QWidget* parent = nullptr);
    ~ProfileWindow() override;

    void setAsker(Asker asker) { m_asker = std::move(asker); }
    /// Asks what is to become of changes that are not saved. \return false when the window should stay as it is
    bool mayLeave();
    TrialPane& trial() { return *m_trial; }
    ProfileDocument& document() { return m_document; }
    bool save();
    /// The profile of that id, if there is one and nothing unsaved is in the way.
    void openProfile(const QByteArray& id);

public slots:
    /// Reads the profiles anew: the folder has changed.
    void reload();

signals:
    /// The folder of profiles was changed from here.
    void saved();

protected:
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void build();
    QWidget* makeActions();
    QWidget* makeCentre();
    QTreeView* makeProblems();
    QAction* command(const char* name, const QString& text, const QKeySequence& keys, void (ProfileWindow::*what)());
    void connectParts();
    void restoreState();
    void keepState();

    void openEntry(const ProfileEntry& entry);
    void openWaiting();
    void takeShelf();
    void createNew();
    void customise();
    void importFile();
    void removeCurrent();
    void revealFolder();
    void undo();
    void redo();
    void find();
    void nextPane();
    void movePane(int step);
    void previousPane();
    void showForm();
    void showJson();
    void saveNow() { save(); }
    void goTo(const ProfileProblem& problem);
    void showResult(const TrialResult& result);
    void updateState();
    void say(Tone tone, const QString& text);
    TrialInput trialInput() const;
    QString takenBecause(const QByteArray& id) const;
    std::optional<ProfileEntry> currentEntry() const;

    QString m_folder;
    SettingsStore& m_settings;
    Asker m_asker;
    ProfileDocument m_document;
    ProfileShelf m_shelf;
    std::shared_ptr<const ProfileCatalog> m_catalog;
    QFutureWatcher<ProfileShelf> m_reading;
    QByteArray m_wantedId; ///< to be opened when the profiles are there
    bool m_isFirst = true; ///< nothing was opened yet
    bool m_isStale = false; ///< to be read once more

    ProfileList* m_list;
    TrialPane* m_trial;
    ProfileForm* m_form = nullptr;
    JsonEditor* m_editor;
    TrialRunner* m_runner = nullptr;
    ProblemModel* m_problems;
    QTreeView* m_problemList = nullptr;
    QTabWidget* m_tabs = nullptr;
    QLabel* m_title = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_customiseHere = nullptr;
    MessageStrip* m_strip;
    HairlineSplitter* m_splitter = nullptr;
    QAction* m_save = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_customise = nullptr;
    QAction* m_undo = nullptr;
    QAction* m_redo = nullptr;
};

} // namespace hookloupe
