// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/deliveryid.h"
#include "delivery/history/deliveryhistory.h"
#include "endpoint/inspectionrules.h"
#include "engine/historyreading.h"

#include <QObject>
#include <QString>

#include <functional>
#include <memory>
#include <vector>

namespace hookloupe {

/// The history of a session that is in use: reads in a thread of its own what the session holds, and tells what has
/// changed. Lives in the main thread; the history itself may be asked from any.
class SessionHistory final : public QObject {
    Q_OBJECT

public:
    /// \param rules  what deliveries are judged by; called in its own thread, never gives null
    explicit SessionHistory(std::function<std::shared_ptr<const InspectionRules>()> rules, QObject* parent = nullptr);
    ~SessionHistory() override;

    DeliveryHistory& history() { return *m_history; }
    const DeliveryHistory& history() const { return *m_history; }
    /// For whoever asks it in other threads, maybe longer than this object lives.
    std::shared_ptr<const DeliveryHistory> sharedHistory() const { return m_history; }

    /// Turns to a session, whose older reading is given up, and reads it with its corrections. The caller has cleared
    /// the history.
    /// \param through  the last delivery that is read: later ones come by themselves
    void read(const QString& file, DeliveryId through);
    /// Another program writes the session: reads what has come since.
    void readOn();
    /// The session is the same in another file.
    void continueIn(const QString& file);
    /// Reads deliveries again: they came back into sight, or are judged by other rules. Any thread; nothing when the
    /// generation is over by then.
    void readAgain(const HistoryRange& range);
    /// Forgets all deliveries up to and including \p last, and reads again those that are still in sight. As
    /// readAgain().
    void forgetThrough(DeliveryId last, quint64 generation);
    /// Until readingEnded(), deliveries that the session holds may be missing.
    bool isReading() const;

signals:
    /// What is told of these deliveries is something else than before; some hundreds at a time.
    void changed(const std::vector<hookloupe::DeliveryId>& ids);
    void readingEnded();

private:
    struct Reader;

    void deliver();

    std::shared_ptr<DeliveryHistory> m_history = std::make_shared<DeliveryHistory>();
    std::unique_ptr<Reader> m_reader;
};

} // namespace hookloupe
