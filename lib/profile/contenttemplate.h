// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "base/result.h"
#include "profile/locator.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <vector>

namespace hookloupe {

/// What a `{locator|filter|…}` does to its value, in order.
struct TemplateFilter {
    enum class Kind : quint8 {
        Sha256Hex,
        Sha256,
        Crc32Decimal,
        Lower,
        Base64Url,
        Unescape, ///< Unescape: percent-decode only these characters
        HmacSha256Hex,
        HmacSha256Base64,
        HmacSha1Hex, ///< in challenges only: keyed with the endpoint's secret
    };
    Kind kind = Kind::Lower;
    QByteArray argument;

    bool operator==(const TemplateFilter&) const = default;
};

/// A text with places for values: `{sig:t}.{body}`. `{locator?}` is empty when the value is absent;
/// `[[…]]` is dropped as a whole when a value in it is absent; `{{` is a brace that is text. No other nesting, no
/// loops: evaluation is linear. A locator in a place holds neither `|` nor `}` and does not end in `?`.
class ContentTemplate {
public:
    static constexpr qsizetype MaxTextBytes = 4096;
    static constexpr std::size_t MaxParts = 64;

    struct Part {
        bool isText = true;
        QByteArray text; ///< of a text part
        Locator locator; ///< of a value part
        bool isOptional = false; ///< `{…?}`
        std::vector<TemplateFilter> filters;
        int group = 0; ///< parts of the same `[[…]]` share a number above 0

        /// True when a filter is keyed with the endpoint's secret.
        bool needsSecret() const;
        bool operator==(const Part&) const = default;
    };

    ContentTemplate() = default;

    /// \return the reason, with the column (1 and up), where the text is no template
    static Result<ContentTemplate, QString> parse(QByteArrayView text);

    const std::vector<Part>& parts() const { return m_parts; }
    bool isEmpty() const { return m_parts.empty(); }
    /// True when the body is among its values: whole, or by its hash or check sum.
    bool coversBody() const;
    bool needsSecret() const;
    QByteArray toText() const;

    bool operator==(const ContentTemplate&) const = default;

private:
    std::vector<Part> m_parts;
};

} // namespace hookloupe
