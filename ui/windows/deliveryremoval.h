// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/deliverytablemodel.h"

#include <QObject>

#include <optional>

namespace hookloupe {

class CaptureEngine;
class MessageStrip;

/// Takes deliveries out of the table and the session, and brings them back while the message strip offers it.
class DeliveryRemoval final : public QObject {
    Q_OBJECT

public:
    DeliveryRemoval(CaptureEngine& engine, DeliveryTableModel& model, MessageStrip& strip, QObject* parent = nullptr);

    /// \param messages  how many of what was selected stand for several deliveries: it is said
    void remove(const std::vector<DeliveryId>& ids, int messages = 0);
    /// Everything up to the newest that is shown now.
    void clear();
    /// Makes what is gone final; before the session is left.
    void settle();

private:
    void offerUndo(const QString& text);
    void undo();

    CaptureEngine& m_engine;
    DeliveryTableModel& m_model;
    MessageStrip& m_strip;
    std::optional<DeliveryTableModel::TakenRows> m_taken;
    bool m_isClear = false;
};

} // namespace hookloupe
