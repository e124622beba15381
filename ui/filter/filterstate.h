// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QWidget>

class QLabel;

namespace hookloupe {

class ElidedLabel;

/// The line below the filter: whether it is right, what is wrong, and what is in force meanwhile.
class FilterState final : public QWidget {
    Q_OBJECT

public:
    enum class Kind : quint8 {
        Valid,
        Unfinished, ///< not right yet, and still being typed
        Invalid,
    };

    explicit FilterState(QWidget* parent = nullptr);

    /// \param sentence  what is wrong, or how a right filter is read
    /// \param inForce   what is shown meanwhile; empty where that is this filter
    void showState(Kind kind, const QString& sentence, const QString& inForce = {});
    /// All of it in one line, for screen readers.
    QString spoken() const;

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void updateLooks();

    Kind m_kind = Kind::Valid;
    QLabel* m_word;
    ElidedLabel* m_sentence;
    ElidedLabel* m_inForce;
};

} // namespace hookloupe
