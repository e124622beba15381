// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message/storysentences.h"

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace hookloupe {

/// Sentences, one below the other, each with its mark in the colour of its tone. They wrap, and can be selected.
class SentenceList final : public QWidget {
    Q_OBJECT

public:
    /// \param hasTitle  the first one is the heading of what follows
    explicit SentenceList(bool hasTitle, QWidget* parent = nullptr);

    void setSentences(std::vector<StorySentence> sentences);
    /// One a line.
    QString allText() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateLooks();

    std::vector<StorySentence> m_sentences;
    std::vector<QLabel*> m_labels;
    QVBoxLayout* m_column;
    bool m_hasTitle;
};

} // namespace hookloupe
