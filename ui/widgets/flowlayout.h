// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLayout>

#include <vector>

namespace hookloupe {

/// Sets widgets side by side and wraps like a text; the last one takes what is left of its line, unless it may not
/// shrink, as buttons may not.
class FlowLayout final : public QLayout {
    Q_OBJECT

public:
    explicit FlowLayout(QWidget* parent, int gap, int lineGap);
    ~FlowLayout() override;

    /// Space before the next widget beyond the usual gap: begins a group.
    void addGap(int pixels);

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override;
    bool hasHeightForWidth() const override;
    int heightForWidth(int width) const override;
    QSize minimumSize() const override;
    QSize sizeHint() const override;
    void setGeometry(const QRect& rect) override;

private:
    struct Entry {
        QLayoutItem* item = nullptr;
        int gapBefore = 0;
    };

    static bool isElastic(const QLayoutItem& item);
    int arrange(const QRect& rect, bool isApplied) const;

    std::vector<Entry> m_entries;
    int m_gap;
    int m_lineGap;
    int m_nextGap = 0;
};

} // namespace hookloupe
