// SPDX-License-Identifier: GPL-3.0-or-later
#include "windows/deliveryremoval.h"

#include "engine/captureengine.h"
#include "messages/quantities.h"
#include "widgets/messagestrip.h"

#include <utility>

namespace hookloupe {

DeliveryRemoval::DeliveryRemoval(CaptureEngine& engine, DeliveryTableModel& model, MessageStrip& strip, QObject* parent)
    : QObject(parent)
    , m_engine(engine)
    , m_model(model)
    , m_strip(strip)
{
}

void DeliveryRemoval::remove(const std::vector<DeliveryId>& ids, int messages)
{
    if (ids.empty())
        return;
    settle();
    m_isClear = false;
    m_taken = m_model.take(ids);
    m_engine.remove(ids);
    const QString count = countText(std::ssize(ids));
    if (messages == 1)
        offerUndo(tr("1 message and all its attempts removed: %1 deliveries.").arg(count));
    else if (messages > 1)
        offerUndo(tr("%1 messages and all their attempts removed: %2 deliveries.").arg(countText(messages), count));
    else
        offerUndo(ids.size() == 1 ? tr("1 delivery removed.") : tr("%1 deliveries removed.").arg(count));
}

void DeliveryRemoval::clear()
{
    if (m_model.totalCount() == 0)
        return;
    settle();
    m_isClear = true;
    const DeliveryId last = m_model.lastId();
    m_taken = m_model.takeAll();
    m_engine.clear(last);
    offerUndo(m_taken->rows.size() == 1 ? tr("1 delivery cleared.")
                                        : tr("%1 deliveries cleared.").arg(countText(std::ssize(m_taken->rows))));
}

void DeliveryRemoval::offerUndo(const QString& text)
{
    MessageStrip::Message message;
    message.text = text;
    message.actionText = tr("Undo");
    message.action = [this] { undo(); };
    message.closed = [this] { settle(); };
    m_strip.showMessage(std::move(message));
}

void DeliveryRemoval::undo()
{
    if (!m_taken)
        return;
    DeliveryTableModel::TakenRows taken = *std::exchange(m_taken, std::nullopt);
    if (m_isClear)
        m_engine.undoClear();
    else
        m_engine.restore(taken.ids());
    m_model.restore(std::move(taken));
}

void DeliveryRemoval::settle()
{
    if (!m_taken)
        return;
    const DeliveryTableModel::TakenRows taken = *std::exchange(m_taken, std::nullopt);
    m_model.forget(taken);
    m_engine.purgeRemoved();
}

} // namespace hookloupe
