// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/captureengine.h"

#include "capture/wireserver.h"
#include "engine/deliveryfeed.h"
#include "engine/exchangerecorder.h"
#include "engine/exchangerules.h"
#include "engine/reinspector.h"
#include "engine/sessionhistory.h"
#include "session/journal.h"
#include "session/sessionreader.h"

#include <QSemaphore>
#include <QThread>

#include <openssl/crypto.h>

#include <algorithm>
#include <limits>

namespace hookloupe {

namespace {

/// How long exchanges under way may take to end when the program does.
constexpr int FarewellMs = 2000;
/// Behind every delivery.
constexpr DeliveryId Last { std::numeric_limits<qint64>::max() };

} // namespace

struct CaptureEngine::Private {
    DeliveryFeed feed;
    ExchangeRules rules;
    SessionHistory history { [this] { return rules.inspection(); } };
    ExchangeRecorder recorder { rules, history.history(), feed };
    Reinspector reinspector { { [this] { return rules.inspection(); },
        [this](const QString& session, std::vector<FactsUpdate> updates) {
            recorder.keepFacts(session, std::move(updates));
        },
        [this](DeliveryId id) { return history.history().attemptBefore(id); } } };
    QThread thread;
    WireServer* wire = nullptr; ///< lives in the thread
    std::vector<ListenAddress> listeningAt;
    std::shared_ptr<const ProfileCatalog> catalog = std::make_shared<const ProfileCatalog>();
    std::vector<ActiveEndpoint> endpoints;
    std::vector<Endpoint> stored; ///< the endpoints that the session keeps
    DeliveryId cleared = Last; ///< up to where the last clear() went

    void enforce() { rules.setInspection(std::make_shared<const InspectionRules>(catalog, endpoints)); }
    /// In the journal's thread, and so behind everything that it was told before.
    void whenDone(const std::function<void()>& then)
    {
        recorder.withJournal([&](Journal& journal) { journal.whenDone(then); });
    }
    void readAgain(DeliveryId after, DeliveryId through)
    {
        whenDone([this, range = HistoryRange { after, through, history.history().generation() }] {
            history.readAgain(range);
        });
    }
};

CaptureEngine::CaptureEngine(QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>())
{
    qRegisterMetaType<ListenError>();
    qRegisterMetaType<SessionError>();
    qRegisterMetaType<std::vector<DeliveryId>>();
    d->thread.setObjectName(QStringLiteral("capture"));
    d->thread.start();

    auto* begin = new QObject;
    begin->moveToThread(&d->thread);
    QMetaObject::invokeMethod(
        begin, [this] { d->wire = new WireServer(d->recorder); }, Qt::BlockingQueuedConnection);
    begin->deleteLater();
    d->recorder.setWire(d->wire);
    // What OpenSSL keeps for a thread it frees when that has quite ended, which QThread::wait() does not wait for.
    connect(d->wire, &QObject::destroyed, d->wire, [] { OPENSSL_thread_stop(); });

    connect(d->wire, &WireServer::connectionsChanged, this, &CaptureEngine::connectionsChanged);
    connect(d->wire, &WireServer::allClosed, this, &CaptureEngine::stopped);
    connect(d->wire, &WireServer::handshakeFailed, this, &CaptureEngine::handshakeFailed);
    connect(&d->recorder, &ExchangeRecorder::failed, this, &CaptureEngine::storageFailed);
    connect(&d->recorder, &ExchangeRecorder::recovered, this, &CaptureEngine::storageRecovered);
    connect(&d->recorder, &ExchangeRecorder::retired, this, &CaptureEngine::retired);
    // Both may be called from any thread, and the journal is closed before the one that they are called on goes.
    connect(
        &d->recorder, &ExchangeRecorder::leftForLater, &d->reinspector, &Reinspector::inspect, Qt::DirectConnection);
    connect(&d->recorder, &ExchangeRecorder::factsKept, &d->reinspector, &Reinspector::kept, Qt::DirectConnection);
    connect(&d->reinspector, &Reinspector::changed, this, &CaptureEngine::factsChanged);
    connect(&d->reinspector, &Reinspector::progressed, this, &CaptureEngine::reinspectionProgress);
    connect(&d->reinspector, &Reinspector::ended, this, &CaptureEngine::reinspectionEnded);
}

CaptureEngine::~CaptureEngine()
{
    disconnect(d->wire, nullptr, this, nullptr);
    auto closed = std::make_shared<QSemaphore>();
    QMetaObject::invokeMethod(d->wire, [wire = d->wire, closed] {
        connect(wire, &WireServer::allClosed, wire, [closed] { closed->release(); });
        wire->finish();
    });
    closed->tryAcquire(1, FarewellMs);
    d->recorder.close();
    QMetaObject::invokeMethod(
        d->wire, [wire = d->wire] { wire->abort(); }, Qt::BlockingQueuedConnection);
    d->wire->deleteLater(); // carried out when the thread ends
    d->thread.quit();
    d->thread.wait();
}

Result<Done, SessionError> CaptureEngine::openSession(const QString& file, const RetentionLimits& limits)
{
    auto opened = d->recorder.open(file, limits);
    if (!opened)
        return opened;
    d->cleared = Last;
    d->reinspector.setSession(d->recorder.file());
    d->history.read(d->recorder.file(), d->recorder.lastStored());
    auto reader = SessionReader::open(d->recorder.file());
    d->stored = reader ? (*reader)->endpoints() : std::vector<Endpoint> {};
    return opened;
}

QString CaptureEngine::sessionFile() const
{
    return d->recorder.file();
}

void CaptureEngine::setRetention(const RetentionLimits& limits)
{
    d->recorder.withJournal([&](Journal& journal) { journal.setRetention(limits); });
}

void CaptureEngine::setPinned(std::vector<DeliveryId> ids, bool isPinned)
{
    d->recorder.withJournal([&](Journal& journal) { journal.setPinned(std::move(ids), isPinned); });
}

void CaptureEngine::remove(std::vector<DeliveryId> ids)
{
    DeliveryHistory& history = d->history.history();
    history.remove(ids);
    d->recorder.withJournal([&](Journal& journal) { journal.remove(ids); });
    // What of them was being read at that moment goes as well.
    d->whenDone(
        [&history, ids = std::move(ids), generation = history.generation()] { history.remove(ids, generation); });
}

void CaptureEngine::restore(std::vector<DeliveryId> ids)
{
    if (ids.empty())
        return;
    const auto [first, last] = std::minmax_element(ids.begin(), ids.end());
    const DeliveryId after { first->value - 1 };
    const DeliveryId through = *last;
    d->recorder.withJournal([&](Journal& journal) { journal.restore(std::move(ids)); });
    d->readAgain(after, through);
}

void CaptureEngine::clear(DeliveryId last)
{
    d->recorder.withJournal([&](Journal& journal) { journal.clear(last); });
    d->cleared = last;
    d->whenDone(
        [this, last, generation = d->history.history().generation()] { d->history.forgetThrough(last, generation); });
}

void CaptureEngine::undoClear()
{
    d->recorder.withJournal([&](Journal& journal) { journal.undoClear(); });
    d->readAgain({}, d->cleared);
}

void CaptureEngine::purgeRemoved()
{
    d->recorder.withJournal([&](Journal& journal) { journal.purgeRemoved(); });
}

Result<Done, SessionError> CaptureEngine::saveSessionAs(const QString& file)
{
    auto saved = d->recorder.continueIn(file);
    if (saved) {
        d->reinspector.continueIn(d->recorder.file());
        d->history.continueIn(d->recorder.file());
    }
    return saved;
}

void CaptureEngine::startListening(const Settings& settings)
{
    QMetaObject::invokeMethod(d->wire, [this, settings] {
        auto open = d->wire->listen(settings.addresses, settings.limits, settings.tls);
        QMetaObject::invokeMethod(this, [this, open = std::move(open)] {
            d->listeningAt = open ? *open : std::vector<ListenAddress> {};
            if (open)
                emit listening();
            else
                emit listenFailed(open.error());
        });
    });
}

void CaptureEngine::stopListening()
{
    d->listeningAt.clear();
    QMetaObject::invokeMethod(d->wire, [wire = d->wire] { wire->finish(); });
}

bool CaptureEngine::isListening() const
{
    return !d->listeningAt.empty();
}

std::vector<ListenAddress> CaptureEngine::listeningAt() const
{
    return d->listeningAt;
}

void CaptureEngine::setResponse(ResponseSequence sequence)
{
    d->rules.setResponse(std::move(sequence));
}

ResponseSequence CaptureEngine::response() const
{
    return d->rules.response();
}

void CaptureEngine::setProfiles(std::shared_ptr<const ProfileCatalog> catalog)
{
    if (d->catalog == catalog)
        return;
    d->catalog = std::move(catalog);
    d->history.history().setProfiles(d->catalog);
    d->enforce();
    d->readAgain({}, Last);
}

std::shared_ptr<const ProfileCatalog> CaptureEngine::profiles() const
{
    return d->catalog;
}

void CaptureEngine::setEndpoints(std::vector<ActiveEndpoint> endpoints)
{
    d->endpoints = std::move(endpoints);
    d->enforce();
    d->stored.clear();
    for (const ActiveEndpoint& active : d->endpoints)
        d->stored.push_back(active.endpoint);
    d->recorder.withJournal([&](Journal& journal) { journal.setEndpoints(d->stored); });
}

std::vector<Endpoint> CaptureEngine::storedEndpoints() const
{
    return d->stored;
}

std::shared_ptr<const InspectionRules> CaptureEngine::inspectionRules() const
{
    return d->rules.inspection();
}

void CaptureEngine::chooseProvider(std::vector<DeliveryId> ids, const QByteArray& profile)
{
    d->reinspector.choose(ids, profile);
}

void CaptureEngine::recordCause(DeliveryId id, const QByteArray& reason)
{
    d->reinspector.recordCause(id, reason);
}

void CaptureEngine::reinspect()
{
    d->reinspector.inspectAll();
}

void CaptureEngine::cancelReinspection()
{
    d->reinspector.cancel();
}

SessionHistory& CaptureEngine::history()
{
    return d->history;
}

void CaptureEngine::correct(const SubscriptionCorrection& correction)
{
    d->history.history().correct(correction);
    d->recorder.withJournal([&](Journal& journal) { journal.addCorrection(correction); });
}

DeliveryFeed& CaptureEngine::feed()
{
    return d->feed;
}

} // namespace hookloupe
