// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/explanation/bodyvariants.h"

#include "http/contentdecoder.h"
#include "signature/explanation/jsonrewrite.h"

#include <QString>

#include <algorithm>

namespace hookloupe {

namespace {

constexpr qint64 MaxDecodedBytes = 16 << 20;
constexpr std::size_t MaxPermuted = 5; ///< top-level members whose every order is tried
constexpr std::size_t MaxMoved = 10; ///< top-level members of which one may have moved

using Visit = std::function<bool(const char*, const QByteArray&)>;

class BodyVariants {
public:
    BodyVariants(const Request& request, const QByteArray& body, const Visit& visit)
        : m_request(request)
        , m_body(body)
        , m_visit(visit)
    {
    }

    bool run()
    {
        if (decompressed() || trailingNewline() || lineEnds() || charset())
            return true;
        const QByteArrayView trimmed = QByteArrayView(m_body).trimmed();
        if (!trimmed.startsWith('{') && !trimmed.startsWith('['))
            return false;
        return closers() || escapes() || spacing() || keyOrder();
    }

private:
    bool offer(const char* cause, const QByteArray& body) { return body != m_body && m_visit(cause, body); }

    bool decompressed()
    {
        const QByteArray coding = contentEncodingOf(m_request.head);
        if (coding.isEmpty())
            return false;
        DecodeLimits limits;
        limits.maxBytes = MaxDecodedBytes;
        QByteArray plain;
        const DecodeOutcome outcome = decodeBody(m_request.body, coding, limits, [&](QByteArrayView piece) {
            plain += piece.toByteArray();
            return true;
        });
        return outcome.end == DecodeEnd::Complete && offer("body-decompressed", plain);
    }

    bool trailingNewline()
    {
        constexpr const char* Cause = "body-trailing-newline";
        QByteArray chopped = m_body;
        while (chopped.endsWith('\n') || chopped.endsWith('\r'))
            chopped.chop(1);
        return offer(Cause, chopped) || offer(Cause, chopped + '\n') || offer(Cause, chopped + "\r\n");
    }

    bool lineEnds()
    {
        QByteArray lines = m_body;
        lines.replace("\r\n", "\n");
        return offer("body-crlf", lines) || offer("body-crlf", QByteArray(lines).replace("\n", "\r\n"));
    }

    bool charset()
    {
        constexpr const char* Cause = "body-charset";
        const QByteArray mark = "\xEF\xBB\xBF";
        if (m_body.startsWith(mark) ? offer(Cause, m_body.mid(3)) : offer(Cause, mark + m_body))
            return true;
        const bool isAscii
            = std::all_of(m_body.begin(), m_body.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
        if (isAscii)
            return false;
        if (!m_body.isValidUtf8())
            return offer(Cause, QString::fromLatin1(m_body).toUtf8());
        const QString text = QString::fromUtf8(m_body);
        const bool isLatin1 = std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x100; });
        return (isLatin1 && offer(Cause, text.toLatin1())) || offer(Cause, QString::fromLatin1(m_body).toUtf8());
    }

    bool closers()
    {
        const QByteArray missing = missingClosers(m_body);
        return !missing.isEmpty() && offer("body-truncated", m_body + missing);
    }

    bool escapes()
    {
        constexpr const char* Cause = "body-unicode-escapes";
        for (const JsonEscapes one : { JsonEscapes::DecodeUnicode, JsonEscapes::EncodeUnicode,
                 JsonEscapes::EncodeUnicodeUpper, JsonEscapes::DecodeSlash, JsonEscapes::EncodeSlash,
                 JsonEscapes::DecodeHtml, JsonEscapes::EncodeHtml }) {
            if (offer(Cause, reescapedJson(m_body, one)))
                return true;
        }
        // Some serialisers escape slashes and characters beyond ASCII at once, and others neither.
        return offer(Cause, reescapedJson(reescapedJson(m_body, JsonEscapes::EncodeUnicode), JsonEscapes::EncodeSlash))
            || offer(Cause, reescapedJson(reescapedJson(m_body, JsonEscapes::DecodeUnicode), JsonEscapes::DecodeSlash));
    }

    bool spacing()
    {
        const bool hasLines = QByteArrayView(m_body).trimmed().contains('\n');
        for (const JsonSpacing& spacing : JsonSpacing::known()) {
            const bool isIndent = hasLines || !spacing.indent.isNull();
            const QByteArray other = respacedJson(m_body, spacing);
            if (offer(isIndent ? "body-reindented" : "body-reserialised", other)
                || (hasLines && offer("body-reindented", other + '\n')))
                return true;
        }
        return false;
    }

    bool keyOrder()
    {
        m_spacing = spacingOf(m_body);
        const QByteArray compact = respacedJson(m_body, JsonSpacing::known().front());
        if (reordered(sortedJson(compact)))
            return true;
        const std::vector<QByteArray> members = jsonMembers(compact);
        if (members.size() < 2)
            return false;
        if (reordered(joinedMembers({ members.rbegin(), members.rend() })))
            return true;
        return members.size() <= MaxPermuted ? permuted(members) : members.size() <= MaxMoved && moved(members);
    }

    bool reordered(const QByteArray& compact) { return offer("body-key-order", respacedJson(compact, m_spacing)); }

    bool permuted(std::vector<QByteArray> members)
    {
        std::sort(members.begin(), members.end());
        do {
            if (reordered(joinedMembers(members)))
                return true;
        } while (std::next_permutation(members.begin(), members.end()));
        return false;
    }

    bool moved(const std::vector<QByteArray>& members)
    {
        for (std::size_t from = 0; from < members.size(); ++from) {
            for (std::size_t to = 0; to < members.size(); ++to) {
                std::vector<QByteArray> order = members;
                order.erase(order.begin() + static_cast<std::ptrdiff_t>(from));
                order.insert(order.begin() + static_cast<std::ptrdiff_t>(to), members.at(from));
                if (reordered(joinedMembers(order)))
                    return true;
            }
        }
        return false;
    }

    const Request& m_request;
    const QByteArray& m_body;
    const Visit& m_visit;
    JsonSpacing m_spacing;
};

} // namespace

bool forEachBodyVariant(const Request& request, const QByteArray& body, const Visit& visit)
{
    return BodyVariants(request, body, visit).run();
}

} // namespace hookloupe
