// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/matchfinder.h"
#include "models/deliverytablemodel.h"

#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

namespace hookloupe {

/// Puts a filter on the table: gives it to the model, and finds out what the model's rows cannot answer.
///
/// What is stored is searched in a thread of its own, the newest first; what comes, comes back or changes is looked at
/// one by one. While a new filter has found nothing yet, the table shows the one before for a moment, so that it does
/// not flicker. GUI thread only.
class FilterSearch final : public QObject {
    Q_OBJECT

public:
    using Clock = std::function<SystemTime()>;

    /// \param model  outlives the object
    explicit FilterSearch(DeliveryTableModel& model, Clock clock = now, QObject* parent = nullptr);
    ~FilterSearch() override;

    /// Who knows of retries, duplicates, stale events and notes. Without it such terms are refused by the filter bar.
    /// \param facts     asked in this thread and in that of the search; null: nobody
    /// \param hasNotes  it knows notes as well
    void setFacts(std::shared_ptr<const FilterFacts> facts, bool hasNotes = false);
    bool hasMessageFacts() const { return m_facts != nullptr; }
    bool hasNotes() const { return m_hasNotes; }

    /// Turns to another session (none for an empty path) and shows all of it.
    void setSession(const QString& file);
    void setFilter(const FilterExpression& expression);
    /// Looks at deliveries that come, before the model gets their rows. What would take long is left to the thread.
    void judge(const std::vector<Delivery>& deliveries);
    /// What the facts say of these has changed: looks at them again, and shows and hides them.
    void reconsider(const std::vector<DeliveryId>& ids);
    /// Somebody has changed these in a way that the model was told of.
    void noteChanged(const std::vector<DeliveryId>& ids);

    /// True while stored deliveries are searched for; the table may lack some that match.
    bool isSearching() const { return m_isSearching; }

signals:
    void searchingChanged(bool isSearching);
    /// What hasMessageFacts() and hasNotes() say has changed.
    void knowableChanged();
    /// The session cannot be searched. \param detail  English, for the curious
    void failed(const QString& detail);

private:
    void begin(DeliveryFilterPtr filter, bool isSearchWanted);
    void beginAgain();
    void release();
    void setSearching(bool isSearching);
    void askOpen();
    void ask(const std::vector<DeliveryId>& ids);
    void take(const std::vector<MatchFinder::Answer>& answers);
    void tick();

    DeliveryTableModel& m_model;
    Clock m_clock;
    MatchFinder m_finder;
    std::shared_ptr<const FilterFacts> m_facts;
    bool m_hasNotes = false;
    bool m_hasSession = false;
    DeliveryFilterPtr m_filter = std::make_shared<DeliveryFilter>();
    bool m_isHeld = false; ///< the model does not have m_filter yet
    bool m_isSearching = false;
    std::vector<DeliveryId> m_changedWhileHeld;
    std::vector<DeliveryId> m_missing; ///< to be asked about again
    std::unordered_map<qint64, int> m_tries; ///< of those that were missing
    QTimer m_patience; ///< runs while the filter is held
    QTimer m_opened;
    QTimer m_again; ///< until what was missing is asked about again
    QTimer m_restart;
    QTimer m_tick;
};

} // namespace hookloupe
