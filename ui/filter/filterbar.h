// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "filter/filtertext.h"
#include "settings/savedfilters.h"

#include <QPointer>
#include <QTimer>
#include <QWidget>

class QLabel;
class QToolButton;

namespace hookloupe {

class FilterEdit;
class FilterHelp;
class FilterState;
class SavedFiltersMenu;

/// The filter above the list with its "12 of 96": says while somebody types whether it is right, and gives on what is.
///
/// A text that is wrong leaves the last right one in force.
class FilterBar final : public QWidget {
    Q_OBJECT

public:
    /// \param settings  has the saved filters; outlives the object
    explicit FilterBar(SettingsStore& settings, QWidget* parent = nullptr);

    QString text() const;
    /// The text that is applied.
    QString textInForce() const { return m_inForce; }
    /// What may be asked for; a text that stands there is read again.
    void setKnowable(Knowable knowable);
    void showCounts(qint64 shown, qint64 total, bool isSearching);
    void focusField();
    void clear();
    /// Puts a term in place of the one of the same field, or behind what is there.
    void setTerm(const QString& term);
    /// Puts a text in place of what is there and applies it at once.
    void setText(const QString& text);
    /// Opens the table of fields.
    void showHelp();

signals:
    /// Another filter is in force: a little after the last key.
    void filterChanged(const hookloupe::FilterExpression& filter);
    /// Esc in the empty field, or Down: back to the list.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void buildField();
    void buildButtons();
    void check();
    void apply();
    void showState(const Result<FilterExpression, FilterError>& filter);
    void speakState();
    void insert(const QString& term);
    void askForName();
    void updateLooks();
    void updateCounts();
    QString inForceSentence() const;

    SavedFilters m_saved;
    Knowable m_knowable;
    FilterEdit* m_field;
    QLabel* m_counts;
    QToolButton* m_savedButton;
    SavedFiltersMenu* m_savedMenu;
    QToolButton* m_helpButton;
    FilterState* m_state;
    QAction* m_icon;
    QPointer<FilterHelp> m_help;
    QString m_inForce;
    bool m_isTyping = false; ///< what is wrong may still become right
    QTimer m_typing;
    QTimer m_searching; ///< a search that ends before is not worth a word
    qint64 m_shown = 0;
    qint64 m_total = 0;
    bool m_isSearching = false;
};

} // namespace hookloupe
