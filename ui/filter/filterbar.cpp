// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filterbar.h"

#include "filter/filteredit.h"
#include "filter/filterhelp.h"
#include "filter/filterstate.h"
#include "filter/savedfiltersdialog.h"
#include "filter/savedfiltersmenu.h"
#include "filter/savefilterdialog.h"
#include "messages/filtersentences.h"
#include "messages/quantities.h"
#include "query/filterparser.h"
#include "theme/icons.h"
#include "theme/tones.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int TypingMs = 120;
constexpr int SearchingMs = 250;

bool hasBareWord(const FilterExpression& filter)
{
    bool has = false;
    forEachTerm(filter, [&has](const FilterTerm& term) { has = has || term.field == FilterField::Text; });
    return has;
}

} // namespace

FilterBar::FilterBar(SettingsStore& settings, QWidget* parent)
    : QWidget(parent)
    , m_saved(settings)
    , m_field(new FilterEdit(this))
    , m_counts(new QLabel(this))
    , m_savedButton(new QToolButton(this))
    , m_savedMenu(new SavedFiltersMenu(m_saved, this))
    , m_helpButton(new QToolButton(this))
    , m_state(new FilterState(this))
    , m_icon(m_field->addAction(QIcon(), QLineEdit::LeadingPosition))
{
    setObjectName(u"filterBar"_s);
    buildField();
    buildButtons();
    m_counts->setObjectName(u"filterCounts"_s);
    m_counts->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_state->setObjectName(u"filterState"_s);
    m_state->hide();
    auto* line = new QHBoxLayout;
    line->setSpacing(6);
    line->addWidget(m_field, 1);
    line->addWidget(m_savedButton);
    line->addWidget(m_helpButton);
    line->addSpacing(6);
    line->addWidget(m_counts);
    auto* lines = new QVBoxLayout(this);
    lines->setContentsMargins(12, 8, 12, 8);
    lines->setSpacing(6);
    lines->addLayout(line);
    lines->addWidget(m_state);
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingMs);
    connect(&m_typing, &QTimer::timeout, this, &FilterBar::apply);
    m_searching.setSingleShot(true);
    m_searching.setInterval(SearchingMs);
    connect(&m_searching, &QTimer::timeout, this, &FilterBar::updateCounts);
    updateLooks();
}

void FilterBar::buildField()
{
    m_field->setObjectName(u"filterField"_s);
    m_field->setAccessibleName(tr("Filter"));
    m_field->setPlaceholderText(tr("Filter: words, or field:value such as status:5xx \u2026"));
    m_field->setToolTip(tr("Words are looked for in path, headers and body; field:value asks for more.\n"
                           "Ctrl+F: go here   F1: all fields   Esc: clear"));
    m_field->setClearButtonEnabled(true);
    // One more than a filter may have: what is too long is said, not cut.
    m_field->setMaxLength(static_cast<int>(FilterLimits::MaxLength) + 1);
    m_field->setMinimumHeight(28);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textEdited, this, [this] { m_isTyping = true; });
    connect(m_field, &QLineEdit::textChanged, this, [this] {
        check();
        m_typing.start();
    });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        m_isTyping = false;
        check();
        apply();
    });
    speakState();
}

void FilterBar::buildButtons()
{
    m_savedButton->setObjectName(u"savedFilters"_s);
    m_savedButton->setText(tr("Saved \u25BE"));
    m_savedButton->setAccessibleName(tr("Saved filters"));
    m_savedButton->setToolTip(tr("Saved filters: apply one, or save this one"));
    m_helpButton->setObjectName(u"filterHelpButton"_s);
    m_helpButton->setText(tr("Fields"));
    m_helpButton->setAccessibleName(tr("Fields of the filter"));
    m_helpButton->setToolTip(tr("What a filter can say (F1 in the filter, Ctrl+Shift+F)"));
    for (QToolButton* button : { m_savedButton, m_helpButton }) {
        button->setAutoRaise(true);
        button->setMinimumSize(24, 28);
        button->setFocusPolicy(Qt::TabFocus);
    }
    // Not the button's own menu: its arrow would stand in a corner of the text.
    connect(m_savedButton, &QToolButton::clicked, this,
        [this] { m_savedMenu->popup(m_savedButton->mapToGlobal(m_savedButton->rect().bottomLeft())); });
    connect(m_helpButton, &QToolButton::clicked, this, &FilterBar::showHelp);
    connect(m_savedMenu, &QMenu::aboutToShow, this, [this] {
        if (m_typing.isActive())
            apply();
    });
    connect(m_savedMenu, &SavedFiltersMenu::chosen, this, &FilterBar::setText);
    connect(m_savedMenu, &SavedFiltersMenu::saveRequested, this, &FilterBar::askForName);
    connect(m_savedMenu, &SavedFiltersMenu::editRequested, this, [this] {
        auto* dialog = new SavedFiltersDialog(m_saved, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
}

QString FilterBar::text() const
{
    return m_field->text().trimmed();
}

void FilterBar::setKnowable(Knowable knowable)
{
    m_knowable = knowable;
    check();
    apply();
}

void FilterBar::showCounts(qint64 shown, qint64 total, bool isSearching)
{
    m_shown = shown;
    m_total = total;
    if (isSearching != m_isSearching)
        isSearching ? m_searching.start() : m_searching.stop();
    m_isSearching = isSearching;
    updateCounts();
}

void FilterBar::updateCounts()
{
    const auto some
        = [](qint64 shown, qint64 total) { return tr("%1 of %2", "filter").arg(countText(shown), countText(total)); };
    const bool isAll = m_shown == m_total && text().isEmpty();
    QString counts = isAll ? countText(m_total) : some(m_shown, m_total);
    if (m_isSearching && !m_searching.isActive())
        counts = tr("%1, searching\u2026").arg(counts);
    m_counts->setText(counts);
    // The field shall not move with every digit.
    m_counts->setMinimumWidth(isAll ? 0 : m_counts->fontMetrics().horizontalAdvance(some(m_total, m_total)));
}

void FilterBar::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FilterBar::clear()
{
    setText({});
}

void FilterBar::setTerm(const QString& term)
{
    const bool isRight = readFilter(m_field->text(), m_knowable).has_value();
    setText(withTerm(isRight ? m_field->text() : m_inForce, term));
}

void FilterBar::setText(const QString& text)
{
    m_isTyping = false;
    m_field->setText(text);
    check();
    apply();
}

/// Says at once whether the text is right.
void FilterBar::check()
{
    const auto filter = readFilter(m_field->text(), m_knowable);
    if (filter)
        m_field->setMark({});
    else
        m_field->setMark(FilterEdit::Mark { filter.error().column - 1, filter.error().length,
            !m_isTyping || !isUnfinished(filter.error(), m_field->text()) });
    showState(filter);
    m_savedMenu->setCurrent(text(), filter && !text().isEmpty());
}

/// Puts the text into force if it is right.
void FilterBar::apply()
{
    m_typing.stop();
    const auto filter = readFilter(m_field->text(), m_knowable);
    if (filter && m_inForce != text()) {
        m_inForce = text();
        emit filterChanged(*filter);
    }
    speakState();
}

void FilterBar::showState(const Result<FilterExpression, FilterError>& filter)
{
    using Kind = FilterState::Kind;
    if (filter) {
        m_state->showState(Kind::Valid,
            hasBareWord(*filter) ? tr("Words without a field are looked for in path, headers and body.") : QString());
    } else {
        const bool isUnderWay = m_isTyping && isUnfinished(filter.error(), m_field->text());
        m_state->showState(
            isUnderWay ? Kind::Unfinished : Kind::Invalid, sentenceOf(filter.error()), inForceSentence());
    }
    m_state->setVisible(!text().isEmpty());
}

QString FilterBar::inForceSentence() const
{
    return m_inForce.isEmpty() ? tr("All are still shown.") : tr("Still in force: %1").arg(m_inForce);
}

void FilterBar::speakState()
{
    const QString usual = tr("Words are looked for in path, headers and body; field:value asks for more. F1 shows all "
                             "fields.");
    const QString spoken = m_field->text().trimmed().isEmpty() ? usual : m_state->spoken();
    if (spoken == m_field->accessibleDescription())
        return;
    m_field->setAccessibleDescription(spoken);
}

void FilterBar::showHelp()
{
    if (!m_help) {
        m_help = new FilterHelp(m_knowable, window());
        m_help->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_help, &FilterHelp::chosen, this, &FilterBar::insert);
    }
    m_help->show();
    m_help->raise();
    m_help->activateWindow();
}

void FilterBar::insert(const QString& term)
{
    const int at = m_field->hasSelectedText() ? m_field->selectionEnd() : m_field->cursorPosition();
    const InsertedTerm inserted = withInserted(m_field->text(), at, term);
    m_isTyping = false;
    m_field->setText(inserted.text);
    // The value is what somebody will want to change.
    m_field->setSelection(static_cast<int>(inserted.valueAt), static_cast<int>(inserted.valueLength));
}

void FilterBar::askForName()
{
    const std::vector<SavedFilter> all = m_saved.all();
    const auto same
        = std::find_if(all.begin(), all.end(), [this](const SavedFilter& filter) { return filter.text == text(); });
    auto* dialog = new SaveFilterDialog(m_saved, text(), same == all.end() ? QString() : same->name, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched != m_field)
        return QWidget::eventFilter(watched, event);
    if (event->type() == QEvent::FocusOut) {
        m_isTyping = false;
        check();
    }
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent*>(event)->key();
    if (key == Qt::Key_F1) {
        // Before the window takes it for the manual.
        event->accept();
        if (event->type() == QEvent::KeyPress)
            showHelp();
        return true;
    }
    if (event->type() == QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    if (key == Qt::Key_Escape && !m_field->text().isEmpty()) {
        clear();
        return true;
    }
    if (key == Qt::Key_Escape || key == Qt::Key_Down) {
        emit left();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FilterBar::updateLooks()
{
    m_icon->setIcon(symbolicIcon(u"filter", quietText(palette())));
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, quietText(palette()));
    m_counts->setPalette(quiet);
}

void FilterBar::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_icon)
        updateLooks();
}

} // namespace hookloupe
