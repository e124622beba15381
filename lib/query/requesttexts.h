// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/body.h"
#include "http/requesthead.h"
#include "profile/jsonvalues.h"
#include "query/textpattern.h"

#include <QByteArray>

#include <functional>
#include <memory>
#include <optional>

namespace hookloupe {

/// The parts of one request that a filter looks into: bodies with their content codings undone, read when first asked
/// for, in pieces, and no further than the limits.
///
/// Where a coding is unknown the body counts as it came; where it is damaged, what comes before the damage counts.
/// Not thread-safe.
class RequestTexts {
public:
    static constexpr qint64 MaxSearchedBytes = qint64(64) << 20; ///< of a decoded body; what is behind is not searched
    static constexpr qint64 MaxJsonBytes = qint64(32) << 20; ///< a larger decoded body has no JSON values

    /// \param head, body  outlive the object
    /// \param isStopped   asked between pieces; true: the rest counts as not there
    RequestTexts(const RequestHead& head, const Body& body, std::function<bool()> isStopped = {});

    const RequestHead& head() const { return m_head; }
    /// False for an empty body, whatever the pattern.
    bool bodyMatches(const TextPattern& pattern);
    /// A value of the body read as JSON, as JsonValues gives it.
    std::optional<QByteArray> json(const QByteArray& pointer);

private:
    using Sink = std::function<bool(QByteArrayView)>;

    bool decode(qint64 limit, const Sink& sink);

    const RequestHead& m_head;
    const Body& m_body;
    std::function<bool()> m_isStopped;
    std::optional<QByteArray> m_small; ///< the decoded body once it has been read and is small
    std::unique_ptr<JsonValues> m_json;
    bool m_isJsonRead = false;
};

} // namespace hookloupe
