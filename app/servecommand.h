// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console.h"
#include "deliverysource.h"
#include "engine/historyfacts.h"
#include "outputpipe.h"
#include "serveendpoints.h"
#include "serveoptions.h"
#include "session/sessionreader.h"
#include "stopsignals.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTemporaryDir>
#include <QTimer>

#include <memory>
#include <optional>

namespace hookloupe {

/// `hookloupe serve`: captures without a window and prints deliveries.
class ServeCommand final : public QObject {
    Q_OBJECT

public:
    explicit ServeCommand(ServeOptions options);

    /// Runs until it is done, with an event loop of its own. Needs a QCoreApplication.
    ExitCode run();

private:
    enum class Stage : quint8 { Starting, Listening, Stopping, Draining, Ended };

    std::optional<ExitCode> openSession();
    void connectEngine();
    void listenWhenRead();
    void listen();
    void complete(Delivery& delivery);
    RequestPtr requestBefore(DeliveryId id);
    void announce();
    void refuse(const ListenError& error);
    void print();
    bool isCountReached() const { return m_options.count && m_printed >= *m_options.count; }
    void stop(std::chrono::milliseconds grace);
    void drain();
    void end();
    void stopNow();
    ExitCode exitCode() const;

    ServeOptions m_options;
    std::unique_ptr<QTemporaryDir> m_temporaryFolder; ///< goes after the engine
    std::unique_ptr<CaptureEngine> m_engine;
    std::unique_ptr<HistoryFacts> m_facts; ///< for the filter
    std::unique_ptr<ServeEndpoints> m_endpoints;
    std::unique_ptr<DeliverySource> m_source;
    std::unique_ptr<SessionReader> m_reader; ///< for the attempts before; null until one is wanted
    OutputPipe m_output;
    StopSignals m_signals;
    QTimer m_timeout;
    QTimer m_grace; ///< ends what takes too long while stopping
    Stage m_stage = Stage::Starting;
    qint64 m_printed = 0;
    bool m_isTold = false; ///< the engine was told to listen
    bool m_isTimedOut = false;
    bool m_isStorageFailed = false;
    bool m_hasReportedProblem = false;
    std::optional<ExitCode> m_failure;
};

} // namespace hookloupe
