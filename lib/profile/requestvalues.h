// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/request.h"
#include "profile/contenttemplate.h"
#include "profile/locator.h"

#include <QByteArray>

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace hookloupe {

/// What a profile's locators may need beside the request. Values of the endpoint, chosen by a person.
struct EndpointValues {
    /// The endpoint as the provider sees it. With a query: the whole URL, taken as it is. Otherwise the request's
    /// target is put behind it, unless its path already ends with the target's ("https://a.b/hooks" with target
    /// "/hooks?x=1" gives "https://a.b/hooks?x=1") or the target's path is "/". Empty: taken from the request (Host,
    /// TLS, X-Forwarded-Proto, X-Forwarded-Host).
    QByteArray publicUrl;
    std::map<QByteArray, QByteArray> params;

    bool operator==(const EndpointValues&) const = default;
};

/// The values of one request by locator: JSON and forms are parsed once, when first asked for.
///
/// Total and bounded: a body larger than MaxParsedBytes has no JSON or form values, a form has at most 10,000 fields.
/// Where a header, a field or a JSON key repeats, the first counts. JSON null counts as absent. A form is read where
/// Content-Type says so or is missing. Not thread-safe. Sources: RFC 6901 (JSON pointer), WHATWG URL (forms).
class RequestValues {
public:
    static constexpr qint64 MaxParsedBytes = 32 << 20;
    static constexpr qsizetype MaxTextBytes = qsizetype(256) << 20; ///< the longest text of a template

    /// \param request, endpoint  outlive the object
    RequestValues(const Request& request, const EndpointValues& endpoint);
    ~RequestValues();

    /// The value, or nothing when it is absent. JSON strings unescaped; other JSON scalars as written; objects and
    /// arrays as their raw bytes.
    std::optional<QByteArray> value(const Locator& locator) const;
    /// Fields of the signature's header for `sig:` locators; set by whoever has parsed it.
    void setSignatureFields(std::vector<std::pair<QByteArray, QByteArray>> fields);
    /// The items that a `foreach` or `batch` path names, as JSON pointers; at most \p limit.
    std::vector<QByteArray> items(const std::vector<QByteArray>& path, std::size_t limit) const;
    /// The item that `item:` locators are relative to; empty: none.
    void setItem(QByteArray pointer);
    QByteArray item() const;
    /// Replaces the URL that `url` locators give, for URL variants.
    void setUrl(QByteArray url);
    /// Gives `param:` locators a value, whatever the endpoint says; nothing: the endpoint counts again.
    void setParam(const QByteArray& name, std::optional<QByteArray> value);
    /// What was given to the constructor.
    const EndpointValues& endpoint() const;
    /// The URL as the provider most likely wrote it.
    QByteArray url() const;

    /// The text of a template; nothing when a value that must be there is absent, or when it gets too long.
    /// \param secret  key bytes for the keyed filters of challenges
    std::optional<QByteArray> text(const ContentTemplate& content, QByteArrayView secret = {}) const;
    /// What each part of a template gave, in order, without those that gave nothing; joined they are what text() gives.
    struct Piece {
        std::size_t part = 0; ///< index in the template's parts()
        QByteArray text;
    };
    std::optional<std::vector<Piece>> pieces(const ContentTemplate& content, QByteArrayView secret = {}) const;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

/// True when everything that the condition names holds for the request.
bool holds(const struct Condition& condition, const RequestValues& values, QByteArrayView method);

} // namespace hookloupe
