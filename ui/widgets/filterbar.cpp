// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/filterbar.h"

#include "messages/quantities.h"
#include "theme/icons.h"
#include "theme/tones.h"

#include <QAction>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int TypingMs = 120;

} // namespace

FilterBar::FilterBar(QWidget* parent)
    : QWidget(parent)
    , m_field(new QLineEdit(this))
    , m_counts(new QLabel(this))
    , m_icon(m_field->addAction(QIcon(), QLineEdit::LeadingPosition))
{
    m_field->setObjectName(u"filterField"_s);
    m_field->setAccessibleName(tr("Filter"));
    m_field->setAccessibleDescription(
        tr("Shows deliveries that contain every word: in method, path, provider, event, verdict, content type, "
           "status or fault; or sig:valid, fresh:stale, provider:stripe, event:invoice.*"));
    m_field->setPlaceholderText(tr("Filter: path, provider, event, sig:mismatch, status \u2026"));
    m_field->setToolTip(m_field->accessibleDescription() + tr(" (Ctrl+F)"));
    m_field->setClearButtonEnabled(true);
    m_field->setMaxLength(1000);
    m_field->setMinimumHeight(28);
    m_field->installEventFilter(this);
    m_counts->setObjectName(u"filterCounts"_s);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(12, 8, 12, 8);
    line->setSpacing(12);
    line->addWidget(m_field, 1);
    line->addWidget(m_counts);
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingMs);
    connect(m_field, &QLineEdit::textChanged, this, [this] { m_typing.start(); });
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        m_typing.start(0);
        m_typing.setInterval(TypingMs);
    });
    connect(&m_typing, &QTimer::timeout, this, [this] { emit filterChanged(text()); });
    updateLooks();
}

QString FilterBar::text() const
{
    return m_field->text().trimmed();
}

void FilterBar::showCounts(qint64 shown, qint64 total)
{
    m_counts->setText(shown == total && text().isEmpty()
            ? countText(total)
            : tr("%1 of %2", "filter").arg(countText(shown), countText(total)));
}

void FilterBar::focusField()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

void FilterBar::clear()
{
    m_field->clear();
    m_typing.stop();
    emit filterChanged(QString());
}

void FilterBar::setTerm(const QString& term)
{
    const QString field = term.left(term.indexOf(u':') + 1);
    QStringList terms = text().split(u' ', Qt::SkipEmptyParts);
    terms.removeIf([&field](const QString& each) { return each.startsWith(field); });
    terms.append(term);
    m_field->setText(terms.join(u' '));
    m_typing.stop();
    emit filterChanged(text());
}

bool FilterBar::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape && !m_field->text().isEmpty()) {
            clear();
            return true;
        }
        if (key->key() == Qt::Key_Escape || key->key() == Qt::Key_Down) {
            emit left();
            return true;
        }
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
