// SPDX-License-Identifier: GPL-3.0-or-later
#include "message/sentencelist.h"

#include "theme/tones.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

namespace hookloupe {

SentenceList::SentenceList(bool hasTitle, QWidget* parent)
    : QWidget(parent)
    , m_column(new QVBoxLayout(this))
    , m_hasTitle(hasTitle)
{
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(4);
}

void SentenceList::setSentences(std::vector<StorySentence> sentences)
{
    m_sentences = std::move(sentences);
    while (m_labels.size() < m_sentences.size()) {
        auto* label = new QLabel(this);
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        // On the ground of a list this would else be the colour of lists
        label->setForegroundRole(QPalette::WindowText);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_column->addWidget(label);
        m_labels.push_back(label);
    }
    for (std::size_t i = 0; i < m_labels.size(); ++i) {
        m_labels[i]->setText(i < m_sentences.size() ? m_sentences[i].line() : QString());
        m_labels[i]->setVisible(i < m_sentences.size());
    }
    updateLooks();
}

QString SentenceList::allText() const
{
    QString text;
    for (const StorySentence& sentence : m_sentences)
        text += sentence.line() + u'\n';
    return text;
}

void SentenceList::updateLooks()
{
    for (std::size_t i = 0; i < m_sentences.size(); ++i) {
        const bool isTitle = m_hasTitle && i == 0;
        QFont shown(font());
        shown.setBold(isTitle);
        if (isTitle && shown.pointSizeF() > 0)
            shown.setPointSizeF(shown.pointSizeF() * 1.15);
        m_labels[i]->setFont(shown);
        QPalette toned(palette());
        const Tone tone = m_sentences[i].tone;
        if (tone != Tone::Neutral)
            toned.setColor(QPalette::WindowText, toneColor(tone, palette()));
        else if (!isTitle)
            toned.setColor(QPalette::WindowText, palette().color(QPalette::Text));
        m_labels[i]->setPalette(toned);
    }
}

void SentenceList::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange)
        updateLooks();
}

} // namespace hookloupe
