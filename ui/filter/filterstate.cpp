// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filterstate.h"

#include "theme/tones.h"
#include "widgets/elidedlabel.h"

#include <QEvent>
#include <QHBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

FilterState::FilterState(QWidget* parent)
    : QWidget(parent)
    , m_word(new QLabel(this))
    , m_sentence(new ElidedLabel(this))
    , m_inForce(new ElidedLabel(this))
{
    m_word->setObjectName(u"filterStateWord"_s);
    m_sentence->setObjectName(u"filterStateSentence"_s);
    m_inForce->setObjectName(u"filterInForce"_s);
    for (QLabel* label : { m_word, static_cast<QLabel*>(m_sentence), static_cast<QLabel*>(m_inForce) })
        label->setTextFormat(Qt::PlainText);
    m_inForce->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    auto* line = new QHBoxLayout(this);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(12);
    line->addWidget(m_word);
    line->addWidget(m_sentence, 1);
    line->addWidget(m_inForce);
    updateLooks();
}

void FilterState::showState(Kind kind, const QString& sentence, const QString& inForce)
{
    m_kind = kind;
    switch (kind) {
    case Kind::Valid:
        m_word->setText(tr("\u2713 valid"));
        break;
    case Kind::Unfinished:
        m_word->setText(tr("\u2026 unfinished"));
        break;
    case Kind::Invalid:
        m_word->setText(tr("\u2715 not valid"));
        break;
    }
    m_sentence->setText(sentence);
    m_inForce->setText(inForce);
    m_inForce->setVisible(!inForce.isEmpty());
    updateLooks();
}

QString FilterState::spoken() const
{
    QStringList parts { m_word->text().mid(2) };
    for (const QString& part : { m_sentence->text(), m_inForce->text() }) {
        if (!part.isEmpty())
            parts << part;
    }
    return parts.join(u". "_s);
}

void FilterState::updateLooks()
{
    QPalette word = palette();
    const Tone tone = m_kind == Kind::Valid ? Tone::Ok : m_kind == Kind::Invalid ? Tone::Danger : Tone::Neutral;
    word.setColor(QPalette::WindowText, toneColor(tone, palette()));
    m_word->setPalette(word);
    QPalette quiet = palette();
    quiet.setColor(QPalette::WindowText, quietText(palette()));
    m_inForce->setPalette(quiet);
    m_sentence->setPalette(m_kind == Kind::Valid ? quiet : palette());
}

void FilterState::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    // What is in force gets what it needs, but not so much that the sentence is lost.
    m_inForce->setMaximumWidth(width() * 2 / 5);
}

void FilterState::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_inForce)
        updateLooks();
}

} // namespace hookloupe
