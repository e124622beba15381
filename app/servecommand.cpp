// SPDX-License-Identifier: GPL-3.0-or-later
#include "servecommand.h"

#include "engine/sessionhistory.h"
#include "exchange/ndjson.h"
#include "exchange/textline.h"
#include "query/filtermatch.h"

#include <QCoreApplication>
#include <QDir>

#include <algorithm>
#include <cstdio>
#include <unistd.h>
#include <utility>

namespace hookloupe {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::milliseconds StopGrace = 2s;
constexpr std::chrono::milliseconds ReadingPatience = 5s;
constexpr qsizetype MaxPendingBytes = 1 << 20;
constexpr qsizetype WriteBytes = 64 << 10;
constexpr std::chrono::milliseconds WriteTime = 50ms;
constexpr int DeliveriesAtOnce = 256; ///< a filter may look into the body of each

std::chrono::milliseconds longestDelay(const ResponseSequence& sequence)
{
    std::chrono::milliseconds longest { 0 };
    for (const ResponseSequence::Step& step : sequence.steps())
        longest = std::max(longest, step.plan.delay);
    return longest;
}

} // namespace

ServeCommand::ServeCommand(ServeOptions options)
    : m_options(std::move(options))
    , m_output(STDOUT_FILENO)
{
    m_timeout.setSingleShot(true);
    m_grace.setSingleShot(true);
    connect(&m_output, &OutputPipe::broken, this, [this](const QString& detail) {
        if (!detail.isEmpty()) {
            printMessage(detail);
            m_failure = ExitCode::Resource;
        }
        if (m_stage == Stage::Draining)
            end();
        else
            stop(StopGrace);
    });
    connect(&m_output, &OutputPipe::drained, this, &ServeCommand::print);
    connect(&m_signals, &StopSignals::stopAsked, this, &ServeCommand::stopNow);
    connect(&m_timeout, &QTimer::timeout, this, [this] {
        m_isTimedOut = true;
        stop(StopGrace);
    });
    connect(&m_grace, &QTimer::timeout, this, [this] {
        print();
        end();
    });
}

ExitCode ServeCommand::run()
{
    auto given = GivenProviders::read(m_options.provider, m_options.secrets);
    if (!given) {
        printMessage(given.error());
        return ExitCode::Usage;
    }
    m_engine = std::make_unique<CaptureEngine>();
    m_engine->setProfiles(given->catalog); // what the session holds is judged by them
    m_facts = std::make_unique<HistoryFacts>(m_engine->history().sharedHistory());
    if (const std::optional<ExitCode> failure = openSession())
        return *failure;
    connectEngine();
    m_endpoints = std::make_unique<ServeEndpoints>(*m_engine, *std::move(given));
    m_engine->setResponse(m_options.response);
    listenWhenRead();
    QCoreApplication::exec();
    m_source.reset();
    m_reader.reset();
    m_endpoints.reset();
    m_facts.reset();
    m_engine.reset();
    return exitCode();
}

std::optional<ExitCode> ServeCommand::openSession()
{
    QString file = m_options.session;
    if (file.isEmpty()) {
        m_temporaryFolder = std::make_unique<QTemporaryDir>(QDir::tempPath() + "/hookloupe-XXXXXX"_L1);
        if (!m_temporaryFolder->isValid()) {
            printMessage(u"no folder for a temporary session can be made in %1: %2"_s.arg(
                QDir::tempPath(), m_temporaryFolder->errorString()));
            return ExitCode::Resource;
        }
        file = m_temporaryFolder->filePath(u"session.hookloupe"_s);
    }
    if (const auto opened = m_engine->openSession(file, {}); !opened) {
        printMessage(opened.error().detail);
        return exitCodeOf(opened.error().code);
    }
    auto reader = SessionReader::open(m_engine->sessionFile());
    if (!reader) {
        printMessage(reader.error().detail);
        return exitCodeOf(reader.error().code);
    }
    (*reader)->endpoints();
    if ((*reader)->error())
        printMessage((*reader)->error()->detail);
    const DeliveryId last = (*reader)->lastId();
    m_source = std::make_unique<DeliverySource>(m_engine->feed(), m_engine->sessionFile(), last);
    return std::nullopt;
}

/// Which attempt a delivery is, and which response of a sequence is due, follows from those that the session holds. A
/// large session is not waited for for long: what is told of the first deliveries may be too little then.
void ServeCommand::listenWhenRead()
{
    const SessionHistory& history = m_engine->history();
    connect(&history, &SessionHistory::readingEnded, this, &ServeCommand::listen);
    if (history.isReading())
        QTimer::singleShot(ReadingPatience, this, &ServeCommand::listen);
    else
        listen();
}

void ServeCommand::listen()
{
    if (m_stage == Stage::Starting && !std::exchange(m_isTold, true))
        m_engine->startListening(m_options.capture);
}

void ServeCommand::connectEngine()
{
    CaptureEngine* const engine = m_engine.get();
    connect(engine, &CaptureEngine::listening, this, &ServeCommand::announce);
    connect(engine, &CaptureEngine::listenFailed, this, &ServeCommand::refuse);
    connect(engine, &CaptureEngine::stopped, this, [this] {
        if (m_stage == Stage::Stopping)
            drain();
    });
    connect(engine, &CaptureEngine::storageFailed, this, [this](const SessionError& error) {
        m_isStorageFailed = true;
        printMessage(error.detail + u"; deliveries are answered 503 until it can be written again"_s);
    });
    connect(engine, &CaptureEngine::storageRecovered, this, [this] {
        m_isStorageFailed = false;
        printMessage(u"the session can be written again"_s);
    });
    connect(&engine->feed(), &DeliveryFeed::arrived, this, &ServeCommand::print);
}

void ServeCommand::announce()
{
    if (m_stage != Stage::Starting)
        return;
    m_stage = Stage::Listening;
    for (const ListenAddress& address : m_engine->listeningAt()) {
        const QByteArray line = "listening on " + address.url().toUtf8() + '\n';
        std::fputs(line.constData(), stderr);
        if (!address.isLoopbackOnly()) {
            printMessage(
                u"%1 port %2 can be reached from other machines"_s.arg(address.address.toString()).arg(address.port));
        }
        if (m_options.isNdjson)
            m_output.write(listeningNdjson(address.url(), m_engine->sessionFile()) + '\n');
    }
    if (m_options.timeout)
        m_timeout.start(*m_options.timeout);
}

void ServeCommand::refuse(const ListenError& error)
{
    const bool isInput = error.code == ListenErrorCode::BadAddress || error.code == ListenErrorCode::BadCertificate;
    printMessage(error.detail);
    m_failure = isInput ? ExitCode::Usage : ExitCode::Resource;
    end();
}

/// Says what was left for later when the delivery came: of a large body everything, and the cause of a mismatch.
void ServeCommand::complete(Delivery& delivery)
{
    const std::shared_ptr<const InspectionRules> rules = m_engine->inspectionRules();
    DeliveryHistory& history = m_engine->history().history();
    if (InspectionRules::isLeftForLater(*delivery.request)) {
        Inspection inspected = rules->inspect(*delivery.request);
        delivery.facts = std::move(inspected.facts);
        history.update({ delivery.id, {}, delivery.facts.provider, delivery.facts.challenge.isEmpty(),
            std::move(inspected.keys) });
    }
    // What came of the session since it arrived may tell more.
    if (AttemptFactsPtr attempt = history.facts(delivery.id))
        delivery.attempt = std::move(attempt);
    SignatureFacts& signature = delivery.facts.signature;
    const bool isSearched = (signature.verdict == Verdict::Mismatch || signature.verdict == Verdict::Malformed)
        && signature.reason.isEmpty();
    if (!isSearched)
        return;
    const RequestPtr before = requestBefore(delivery.id);
    signature.reason = rules->report(*delivery.request, delivery.facts, before.get()).reason;
    if (!signature.reason.isEmpty())
        m_engine->recordCause(delivery.id, signature.reason);
}

/// The request of the attempt before; null for the first.
RequestPtr ServeCommand::requestBefore(DeliveryId id)
{
    const std::optional<DeliveryId> before = m_engine->history().history().attemptBefore(id);
    if (before && !m_reader) {
        if (auto opened = SessionReader::open(m_engine->sessionFile()))
            m_reader = std::move(*opened);
    }
    const std::optional<Delivery> delivery = before && m_reader ? m_reader->delivery(*before) : std::nullopt;
    return delivery ? delivery->request : nullptr;
}

/// Prints what is there, as long as the reader takes it; a slow reader leaves the rest in the session.
void ServeCommand::print()
{
    QByteArray lines;
    bool isDry = false;
    QElapsedTimer since;
    since.start();
    for (int seen = 0; seen < DeliveriesAtOnce && lines.size() < WriteBytes && !isCountReached() && !isDry; ++seen) {
        if (m_output.pendingBytes() >= MaxPendingBytes || since.hasExpired(WriteTime.count()))
            break;
        std::optional<Delivery> delivery = m_source->next();
        isDry = !delivery;
        if (delivery)
            complete(*delivery);
        if (delivery && matches(m_options.where, *delivery, now(), m_facts.get())) {
            lines += m_options.isNdjson ? toNdjson(*delivery) : toTextLine(*delivery);
            lines += '\n';
            ++m_printed;
        }
    }
    m_output.write(lines);
    if (!m_source->problem().isEmpty() && !std::exchange(m_hasReportedProblem, true)) {
        printMessage(m_source->problem());
        m_failure = ExitCode::Resource;
    }
    if (isCountReached()) {
        stop(StopGrace + longestDelay(m_options.response));
    } else if (!isDry && m_output.pendingBytes() < MaxPendingBytes && !m_output.isBroken()) {
        // Signals and timers get their turn between two pieces.
        QMetaObject::invokeMethod(this, &ServeCommand::print, Qt::QueuedConnection);
        return;
    }
    if (m_stage == Stage::Draining && m_output.pendingBytes() == 0)
        end();
}

/// Takes no new deliveries, and lets the exchanges under way come to their end.
void ServeCommand::stop(std::chrono::milliseconds grace)
{
    if (m_stage == Stage::Starting) {
        end();
    } else if (m_stage == Stage::Listening) {
        m_stage = Stage::Stopping;
        m_timeout.stop();
        m_grace.start(grace);
        m_engine->stopListening();
    }
}

/// Everything is answered; what is left is to hand it to the reader of stdout.
void ServeCommand::drain()
{
    m_stage = Stage::Draining;
    if (isCountReached())
        m_grace.stop();
    print();
}

void ServeCommand::stopNow()
{
    if (m_stage == Stage::Listening)
        stop(StopGrace);
    else
        end();
}

void ServeCommand::end()
{
    if (std::exchange(m_stage, Stage::Ended) != Stage::Ended)
        QMetaObject::invokeMethod(qApp, &QCoreApplication::quit, Qt::QueuedConnection);
}

ExitCode ServeCommand::exitCode() const
{
    if (m_failure)
        return *m_failure;
    if (isCountReached() && !m_output.isBroken())
        return ExitCode::Done;
    if (m_isStorageFailed)
        return ExitCode::Resource;
    if (m_options.count || (m_isTimedOut && m_printed == 0))
        return ExitCode::NotMet;
    return ExitCode::Done;
}

} // namespace hookloupe
