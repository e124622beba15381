// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

#include <optional>

namespace hookloupe {

/// A line edit that underlines the part of its text that is wrong.
class FilterEdit final : public QLineEdit {
    Q_OBJECT

public:
    struct Mark {
        qsizetype begin = 0;
        qsizetype length = 0; ///< 0: something is missing there
        bool isUrgent = true; ///< otherwise it may become right by itself

        bool operator==(const Mark&) const = default;
    };

    explicit FilterEdit(QWidget* parent = nullptr);

    void setMark(const std::optional<Mark>& mark);
    const std::optional<Mark>& mark() const { return m_mark; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    /// Where the mark stands, in the coordinates of the widget.
    QLineF line() const;

    std::optional<Mark> m_mark;
};

} // namespace hookloupe
