// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"

#include <QListView>

namespace hookloupe {

class StoryModel;

/// The rows of a story, one below the other, as tall as they need up to a limit. Activating a row, or moving to it,
/// wants its delivery.
class StoryList final : public QListView {
    Q_OBJECT

public:
    explicit StoryList(QWidget* parent = nullptr);

    /// \param model  outlives the list
    void setStory(StoryModel* model);
    /// Moves to the row of the delivery that is shown, without wanting it.
    void showSelected();
    int gutterWidth() const { return m_gutterWidth; }

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    void doItemsLayout() override;

signals:
    void deliveryWanted(hookloupe::DeliveryId id);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void want(const QModelIndex& index);
    void updateSizes();
    int contentsHeight(int width) const;

    StoryModel* m_story = nullptr;
    DeliveryId m_wanted; ///< and not shown yet
    DeliveryId m_shown;
    bool m_isRevealed = true; ///< or a person has gone elsewhere since
    int m_gutterWidth = 0;
    bool m_isQuiet = false; ///< a move that a person did not make
};

} // namespace hookloupe
