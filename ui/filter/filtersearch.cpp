// SPDX-License-Identifier: GPL-3.0-or-later
#include "filter/filtersearch.h"

#include "http/contentdecoder.h"

#include <QElapsedTimer>

#include <algorithm>
#include <utility>

namespace hookloupe {

namespace {

/// How long the table waits for the first match before it shows that there is none yet.
constexpr int PatienceMs = 150;
/// The session learns of what a person does a little later than the table.
constexpr int AgainMs = 200;
constexpr int MostTries = 25;
/// From here on searching all is cheaper than asking one by one.
constexpr std::size_t MostSingle = 20'000;
constexpr int TickMs = 1000;
/// For looking at what comes, in the thread of the window.
constexpr qint64 JudgeMs = 8;
constexpr qint64 SmallBody = 64 << 10;

/// True for what takes no longer than a glance.
bool isQuick(const Delivery& delivery, bool looksIntoBodies)
{
    const Request& request = *delivery.request;
    if (!looksIntoBodies || request.body.size() == 0)
        return true;
    return !request.body.isInFile() && request.body.size() <= SmallBody && contentEncodingOf(request.head).isEmpty();
}

int headCost()
{
    FilterTerm header;
    header.field = FilterField::Header;
    return filterCost(header);
}

} // namespace

FilterSearch::FilterSearch(DeliveryTableModel& model, Clock clock, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_clock(std::move(clock))
{
    for (QTimer* timer : { &m_patience, &m_opened, &m_again, &m_restart, &m_tick })
        timer->setSingleShot(true);
    m_patience.setInterval(PatienceMs);
    m_opened.setInterval(0);
    m_again.setInterval(AgainMs);
    m_restart.setInterval(AgainMs);
    connect(&m_patience, &QTimer::timeout, this, &FilterSearch::release);
    connect(&m_opened, &QTimer::timeout, this, &FilterSearch::askOpen);
    connect(&m_again, &QTimer::timeout, this, [this] { ask(std::exchange(m_missing, {})); });
    connect(&m_restart, &QTimer::timeout, this, &FilterSearch::beginAgain);
    connect(&m_tick, &QTimer::timeout, this, &FilterSearch::tick);
    connect(&m_finder, &MatchFinder::found, this, [this](const std::vector<DeliveryId>& ids) {
        m_filter->addFound(ids);
        if (m_isHeld)
            release();
        else
            m_model.refilter(ids);
    });
    connect(&m_finder, &MatchFinder::searched, this, [this] {
        release();
        setSearching(false);
    });
    connect(&m_finder, &MatchFinder::judged, this, &FilterSearch::take);
    connect(&m_finder, &MatchFinder::failed, this, &FilterSearch::failed);
}

FilterSearch::~FilterSearch()
{
    m_filter->setOpened({});
}

void FilterSearch::setFacts(std::shared_ptr<const FilterFacts> facts, bool hasNotes)
{
    m_facts = std::move(facts);
    m_hasNotes = m_facts && hasNotes;
    emit knowableChanged();
    if (!m_filter->isEmpty())
        setFilter(FilterExpression(m_filter->expression()));
}

void FilterSearch::setSession(const QString& file)
{
    m_hasSession = !file.isEmpty();
    m_finder.setSession(file);
    begin(std::make_shared<DeliveryFilter>(), false);
}

void FilterSearch::setFilter(const FilterExpression& expression)
{
    auto filter = std::make_shared<DeliveryFilter>(expression, m_clock(), m_facts);
    const bool isSearchWanted = filter->needsDeliveries();
    begin(std::move(filter), isSearchWanted);
}

void FilterSearch::begin(DeliveryFilterPtr filter, bool isSearchWanted)
{
    for (QTimer* timer : { &m_patience, &m_opened, &m_again, &m_restart, &m_tick })
        timer->stop();
    m_missing.clear();
    m_tries.clear();
    m_changedWhileHeld.clear();
    m_filter->setOpened({});
    m_filter = std::move(filter);
    m_filter->setOpened([this] { m_opened.start(); });
    m_isHeld = true;
    if (m_filter->isEmpty())
        m_finder.cancel();
    else
        m_finder.setQuestion({ m_filter->expression(), m_filter->now(), m_facts });
    // What comes after these is asked about one by one.
    const DeliveryId last = m_model.lastId();
    const bool isSearching = isSearchWanted && m_hasSession && m_model.totalCount() > 0;
    if (isSearching) {
        m_filter->setSearchedThrough(last);
        m_finder.search(last);
        m_patience.start();
    } else {
        release();
    }
    setSearching(isSearching);
    if (m_filter->isRelative())
        m_tick.start(TickMs);
}

/// The same filter from the start.
void FilterSearch::beginAgain()
{
    if (!m_filter->isEmpty())
        begin(std::make_shared<DeliveryFilter>(m_filter->expression(), m_clock(), m_facts), true);
}

void FilterSearch::release()
{
    m_patience.stop();
    if (!std::exchange(m_isHeld, false))
        return;
    m_model.setFilter(m_filter);
    ask(std::exchange(m_changedWhileHeld, {}));
}

void FilterSearch::setSearching(bool isSearching)
{
    if (std::exchange(m_isSearching, isSearching) != isSearching)
        emit searchingChanged(isSearching);
}

void FilterSearch::judge(const std::vector<Delivery>& deliveries)
{
    if (!m_filter->needsDeliveries())
        return;
    const bool looksIntoBodies = filterCost(m_filter->expression()) > headCost();
    QElapsedTimer clock;
    clock.start();
    for (const Delivery& delivery : deliveries) {
        if (clock.elapsed() >= JudgeMs)
            return;
        if (isQuick(delivery, looksIntoBodies))
            m_filter->setAnswer(
                delivery.id, matches(m_filter->expression(), delivery, m_filter->now(), m_filter->facts()));
    }
}

void FilterSearch::reconsider(const std::vector<DeliveryId>& ids)
{
    noteChanged(ids);
    if (m_isHeld)
        return;
    m_model.refilter(ids);
    if (m_filter->needsDeliveries())
        ask(ids);
}

void FilterSearch::noteChanged(const std::vector<DeliveryId>& ids)
{
    if (m_isHeld && m_filter->needsDeliveries())
        m_changedWhileHeld.insert(m_changedWhileHeld.end(), ids.begin(), ids.end());
}

void FilterSearch::askOpen()
{
    const std::vector<DeliveryId> open = m_filter->takeOpen();
    if (open.size() > MostSingle)
        m_restart.start();
    else
        ask(open);
}

void FilterSearch::ask(const std::vector<DeliveryId>& ids)
{
    if (!m_hasSession || ids.empty())
        return;
    std::vector<MatchFinder::Subject> subjects;
    subjects.reserve(ids.size());
    for (const DeliveryId id : ids)
        subjects.push_back({ id, m_model.isPinned(id) });
    m_finder.judge(subjects);
}

void FilterSearch::take(const std::vector<MatchFinder::Answer>& answers)
{
    std::vector<DeliveryId> ids;
    for (const auto& [id, judgement] : answers) {
        if (judgement != MatchFinder::Judgement::Missing) {
            m_filter->setAnswer(id, judgement == MatchFinder::Judgement::Matches);
            m_tries.erase(id.value);
            ids.push_back(id);
        } else if (m_model.has(id) && ++m_tries[id.value] <= MostTries) {
            // It was brought back, and the session is about to learn of it.
            m_missing.push_back(id);
        }
    }
    if (!m_missing.empty() && !m_again.isActive())
        m_again.start();
    if (!m_isHeld)
        m_model.refilter(ids);
}

void FilterSearch::tick()
{
    QElapsedTimer clock;
    clock.start();
    if (!m_isHeld) {
        const SystemTime moment = m_clock();
        m_finder.setNow(moment);
        m_model.setFilterTime(moment);
    }
    // However many rows there are, one part in a hundred of the time at most.
    m_tick.start(static_cast<int>(std::max(qint64(TickMs), clock.elapsed() * 100)));
}

} // namespace hookloupe
