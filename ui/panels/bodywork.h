// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "bytes/bytesource.h"
#include "http/bodykind.h"
#include "http/bodyparts.h"
#include "http/contentdecoder.h"
#include "http/jsonlayout.h"
#include "http/request.h"

#include <QFutureWatcher>
#include <QObject>

#include <optional>

namespace hookloupe {

/// A body without its content codings, and what it is.
struct DecodedBody {
    ByteSourcePtr bytes; ///< those sent when there is no coding, or none that is known
    QByteArray coding; ///< value of Content-Encoding; empty when the bytes are as sent
    DecodeOutcome outcome;
    BodyType type;
};

/// A body made easy to read; at most one of these has something in it.
struct PrettyBody {
    QByteArray text; ///< JSON laid out, XML as it is, other charsets as UTF-8
    std::optional<JsonLayoutError> error;
    std::vector<FormField> fields;
    std::vector<MultipartPart> parts;
    bool isTooLarge = false; ///< was not even tried
};

/// Undoes codings and lays bodies out, in a thread of its own. Results come back in the order decoded, pretty.
class BodyWork final : public QObject {
    Q_OBJECT

public:
    /// Larger JSON is laid out only when somebody asks for it.
    static constexpr qint64 UnaskedJsonBytes = 20 << 20;
    /// The same for kinds that are read whole for a table.
    static constexpr qint64 UnaskedBytes = 4 << 20;

    explicit BodyWork(QObject* parent = nullptr);
    ~BodyWork() override;

    /// Begins anew; the results of what ran before do not come.
    /// \param isAsked  lay out even what is large
    void start(RequestPtr request, bool isAsked);
    void stop();
    bool isRunning() const { return m_isRunning; }

signals:
    void decoded(const DecodedBody& body);
    void prettyReady(const PrettyBody& body);

private:
    struct Step {
        std::optional<DecodedBody> decoded;
        std::optional<PrettyBody> pretty;
    };

    static void run(QPromise<Step>& promise, const RequestPtr& request, bool isAsked);
    void takeResults();

    QFutureWatcher<Step> m_watcher;
    int m_taken = 0;
    bool m_isRunning = false;
};

} // namespace hookloupe
