// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/matchfinder.h"

#include "session/query/deliveryquery.h"
#include "session/sessionreader.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <limits>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <utility>

namespace hookloupe {

using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

constexpr int PageIds = 2000;
constexpr int PagesUnderWay = 2;
constexpr qint64 FirstSpan = 4096; ///< ids looked at before the first page comes
constexpr qint64 LeastSpan = 64;
constexpr qint64 MostSpan = qint64(1) << 62;
constexpr qint64 BeforeAll = std::numeric_limits<qint64>::min();
/// A page wants to come about as often; then it is time for what else is asked.
constexpr auto ShortSlice = 15ms;
constexpr auto LongSlice = 60ms;

} // namespace

struct MatchFinder::Private {
    /// A search on its way down.
    struct Sweep {
        DeliveryId before;
        qint64 span = FirstSpan;
    };
    /// What is to be done next, taken out under the lock.
    struct Work {
        quint64 round = 0;
        QString file;
        std::shared_ptr<const Question> question;
        std::stop_token stop;
        std::optional<Sweep> sweep;
        std::vector<Subject> subjects;
    };

    explicit Private(MatchFinder* owner)
        : q(owner)
    {
        thread = std::thread([this] { run(); });
    }
    ~Private();

    void begin(const std::function<void()>& change);
    bool hasWork() const { return isEnding || (pagesUnderWay < PagesUnderWay && (!subjects.empty() || sweep)); }
    Work takeWork();
    void run();
    void judgeSome(Work& work);
    void searchSlice(Work& work);
    bool openReader(const Work& work);
    void tell(quint64 round, std::function<void()> signal);
    void tellPage(quint64 round, std::function<void()> signal);

    MatchFinder* const q;
    quint64 currentRound = 0; ///< counts sessions and questions; of the owner's thread

    std::mutex mutex; ///< guards what follows up to the blank line
    std::condition_variable wake;
    bool isEnding = false;
    quint64 round = 0;
    QString file;
    std::shared_ptr<const Question> question;
    std::stop_source stop;
    std::optional<Sweep> sweep;
    std::deque<Subject> subjects;
    int pagesUnderWay = 0;

    std::unique_ptr<SessionReader> reader; ///< of the worker alone
    QString openFile; ///< of the worker alone

    std::thread thread;
};

MatchFinder::Private::~Private()
{
    {
        const std::lock_guard lock(mutex);
        isEnding = true;
        stop.request_stop();
    }
    wake.notify_one();
    thread.join();
}

/// Ends what is under way and begins anew.
void MatchFinder::Private::begin(const std::function<void()>& change)
{
    const quint64 number = ++currentRound;
    const std::lock_guard lock(mutex);
    stop.request_stop();
    stop = std::stop_source();
    round = number;
    sweep.reset();
    subjects.clear();
    change();
}

MatchFinder::Private::Work MatchFinder::Private::takeWork()
{
    constexpr std::size_t MostSubjects = 256;
    Work work { round, file, question, stop.get_token(), {}, {} };
    const std::size_t count = std::min(MostSubjects, subjects.size());
    const auto end = subjects.begin() + static_cast<std::ptrdiff_t>(count);
    work.subjects.assign(subjects.begin(), end);
    subjects.erase(subjects.begin(), end);
    if (work.subjects.empty())
        work.sweep = sweep;
    return work;
}

void MatchFinder::Private::run()
{
    std::unique_lock lock(mutex);
    while (true) {
        wake.wait(lock, [this] { return hasWork(); });
        if (isEnding)
            return;
        Work work = takeWork();
        const bool isSweeping = work.sweep.has_value();
        lock.unlock();
        if (isSweeping)
            searchSlice(work);
        else
            judgeSome(work);
        lock.lock();
        if (work.round != round)
            continue;
        if (isSweeping)
            sweep = work.sweep;
        subjects.insert(subjects.begin(), work.subjects.begin(), work.subjects.end());
    }
}

bool MatchFinder::Private::openReader(const Work& work)
{
    if (reader && openFile == work.file)
        return true;
    reader.reset();
    openFile = work.file;
    auto opened = SessionReader::open(work.file);
    if (opened)
        reader = std::move(*opened);
    else
        tell(work.round, [this, detail = opened.error().detail] { emit q->failed(detail); });
    return reader != nullptr;
}

/// Leaves in \p work what is still to be judged.
void MatchFinder::Private::judgeSome(Work& work)
{
    const Clock::time_point end = Clock::now() + LongSlice;
    const auto answers = std::make_shared<std::vector<Answer>>();
    const bool canRead = openReader(work);
    std::size_t done = 0;
    for (; done < work.subjects.size() && !work.stop.stop_requested() && Clock::now() < end; ++done) {
        const Subject& subject = work.subjects[done];
        std::optional<Delivery> delivery = canRead ? reader->delivery(subject.id) : std::nullopt;
        Answer answer { subject.id, Judgement::Missing };
        if (delivery) {
            delivery->isPinned = subject.isPinned;
            const Question& asked = *work.question;
            answer.judgement = matches(asked.filter, *delivery, asked.now, asked.facts.get()) ? Judgement::Matches
                                                                                              : Judgement::MatchesNot;
        }
        answers->push_back(answer);
    }
    work.subjects.erase(work.subjects.begin(), work.subjects.begin() + static_cast<std::ptrdiff_t>(done));
    if (!answers->empty())
        tellPage(work.round, [this, answers] { emit q->judged(*answers); });
}

/// Leaves in \p work where the search goes on; nothing at its end.
void MatchFinder::Private::searchSlice(Work& work)
{
    Sweep& at = *work.sweep;
    const qint64 lowest = at.before.value - 1 - at.span;
    MatchQuestion asked { work.question->filter, work.question->now };
    asked.after = { lowest > 0 ? lowest : BeforeAll };
    asked.before = at.before;
    asked.limit = PageIds;
    asked.isNewestFirst = true;
    asked.facts = work.question->facts.get();
    asked.stop = work.stop;
    const Clock::time_point start = Clock::now();
    const auto page = std::make_shared<std::vector<DeliveryId>>();
    bool isReadable = openReader(work);
    if (isReadable)
        *page = reader->matching(asked);
    if (work.stop.stop_requested())
        return;
    if (isReadable && reader->error()) {
        tell(work.round, [this, detail = reader->error()->detail] { emit q->failed(detail); });
        isReadable = false;
    }
    const auto took = Clock::now() - start;
    const bool isFull = std::ssize(*page) == PageIds;
    at.before = isFull ? page->back() : DeliveryId { asked.after.value + 1 };
    if (took < ShortSlice && !isFull)
        at.span = std::min(MostSpan, at.span * 4);
    else if (took > LongSlice)
        at.span = std::max(LeastSpan, at.span / 4);
    const bool isDone = !isReadable || (!isFull && asked.after.value == BeforeAll);
    if (isDone)
        work.sweep.reset();
    if (!page->empty())
        tellPage(work.round, [this, page] { emit q->found(*page); });
    if (isDone)
        tell(work.round, [this] { emit q->searched(); });
}

void MatchFinder::Private::tell(quint64 number, std::function<void()> signal)
{
    QMetaObject::invokeMethod(
        q,
        [this, number, signal = std::move(signal)] {
            if (number == currentRound)
                signal();
        },
        Qt::QueuedConnection);
}

void MatchFinder::Private::tellPage(quint64 number, std::function<void()> signal)
{
    {
        const std::lock_guard lock(mutex);
        ++pagesUnderWay;
    }
    tell(number, std::move(signal));
    // Comes after the page, also when nobody wants the page any more.
    QMetaObject::invokeMethod(
        q,
        [this] {
            {
                const std::lock_guard lock(mutex);
                --pagesUnderWay;
            }
            wake.notify_one();
        },
        Qt::QueuedConnection);
}

MatchFinder::MatchFinder(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
}

MatchFinder::~MatchFinder() = default;

void MatchFinder::setSession(const QString& file)
{
    d->begin([&] {
        d->file = file;
        d->question.reset();
    });
}

void MatchFinder::setQuestion(Question question)
{
    d->begin([&] { d->question = std::make_shared<const Question>(std::move(question)); });
}

void MatchFinder::cancel()
{
    d->begin([&] { d->question.reset(); });
}

void MatchFinder::setNow(SystemTime now)
{
    const std::lock_guard lock(d->mutex);
    if (!d->question)
        return;
    auto later = std::make_shared<Question>(*d->question);
    later->now = now;
    d->question = std::move(later);
}

void MatchFinder::search(DeliveryId through)
{
    {
        const std::lock_guard lock(d->mutex);
        if (!d->question || d->file.isEmpty())
            return;
        d->sweep = Private::Sweep { { through.value < std::numeric_limits<qint64>::max() ? through.value + 1
                                                                                         : through.value } };
    }
    d->wake.notify_one();
}

void MatchFinder::judge(const std::vector<Subject>& subjects)
{
    {
        const std::lock_guard lock(d->mutex);
        if (!d->question || d->file.isEmpty())
            return;
        d->subjects.insert(d->subjects.end(), subjects.begin(), subjects.end());
    }
    d->wake.notify_one();
}

} // namespace hookloupe
