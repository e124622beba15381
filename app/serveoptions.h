// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "engine/captureengine.h"
#include "query/filterexpression.h"

#include <QString>

#include <chrono>
#include <memory>
#include <optional>

namespace CLI {
class App;
}

namespace hookloupe {

/// What `hookloupe serve` was asked to do.
struct ServeOptions {
    CaptureEngine::Settings capture;
    QString session; ///< empty: a temporary one
    ResponseSequence response;
    QByteArray provider; ///< of the default endpoint; empty: by the marks of each request
    std::vector<std::pair<QByteArray, QString>> secrets; ///< the provider's id, and the secret as an argument
    FilterExpression where; ///< what is printed and counted
    std::optional<qint64> count; ///< ends after that many of them
    std::optional<std::chrono::milliseconds> timeout; ///< ends then at the latest
    bool isNdjson = false;
};

/// The options of `hookloupe serve` on the command line.
class ServeArguments {
public:
    /// Adds the options to the parser of the subcommand, which must outlive this object.
    explicit ServeArguments(CLI::App& parser);
    ~ServeArguments();

    /// After parsing: the options, or one sentence that says what is wrong and what would be right.
    Result<ServeOptions, QString> read() const;

private:
    struct Texts;
    std::unique_ptr<Texts> m_texts;
};

} // namespace hookloupe
