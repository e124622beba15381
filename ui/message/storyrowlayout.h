// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "message/storymodel.h"

#include <QFont>
#include <QRect>
#include <QTextOption>

#include <vector>

namespace hookloupe {

/// Where the parts of a row stand at a width. Left to right; whoever paints for a language that goes the other way
/// mirrors it.
struct StoryRowLayout {
    struct Piece {
        QRect rect;
        StoryText text;
    };

    static constexpr int Padding = 8;
    static constexpr int LineGap = 2;

    QRect gutter;
    QRect aside; ///< empty where there is none
    std::vector<Piece> head;
    std::vector<Piece> lines; ///< these wrap
    int height = 0;

    /// \param gutterWidth  that of the widest number of the list
    static StoryRowLayout of(const StoryRow& row, const QFont& font, int gutterWidth, int width);
};

/// How texts of a row wrap: between words, and within one that is too long.
QTextOption storyWrapping(Qt::Alignment side);

/// The font of a piece.
QFont storyFont(const QFont& base, const StoryText& text);

} // namespace hookloupe
