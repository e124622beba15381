// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <optional>
#include <vector>

namespace hookloupe {

/// Where the marks of a time line stand. The waits between them grow with the logarithm of their length, so that 5 s
/// and 10 h of one schedule can both be seen, and equal waits are equally long. Pure; pixels.
class AttemptAxis {
public:
    /// A mark, in the order of time.
    struct Mark {
        int width = 0; ///< 1 and up
        std::chrono::milliseconds waitBefore { 0 }; ///< from the mark before; negative counts as 0
        bool isKept = false; ///< folded last
    };
    /// One thing on the axis: a mark, or a fold that stands for several.
    struct Place {
        int first = 0; ///< index of the mark, or of the first in the fold
        int last = 0; ///< the same for a single mark
        int left = 0;
        int width = 0;
        bool isFold = false;

        int right() const { return left + width; }
    };

    static constexpr int MinGap = 10;
    static constexpr int MinFoldWidth = 36;

    AttemptAxis() = default;
    /// \param marks  in order
    /// \param width  what there is to fill; where not even the first and the last mark have room, more is used
    /// \param foldWidth  of a fold, which stands for several marks
    AttemptAxis(const std::vector<Mark>& marks, int width, int foldWidth = MinFoldWidth);

    const std::vector<Place>& places() const { return m_places; }
    /// Index into places() of what shows the mark.
    int placeOf(int mark) const;
    /// The right end of the last place.
    int length() const;
    bool isFolded() const;
    /// What all marks need that stand as near as they may.
    static int leastWidth(const std::vector<Mark>& marks);

private:
    void fold(const std::vector<Mark>& marks, int width, int foldWidth);
    void spread(const std::vector<Mark>& marks, int width);

    std::vector<Place> m_places;
};

/// How much longer than nothing a wait is drawn, beside others: ln(1 + seconds).
double compressedWait(std::chrono::milliseconds wait);

} // namespace hookloupe
