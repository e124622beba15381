// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/signedparts.h"

#include "signature/signaturefields.h"
#include "signature/urlvariants.h"

#include <algorithm>

namespace hookloupe {

namespace {

using Kind = Locator::Kind;

SignedPart::Origin originOf(Kind kind)
{
    switch (kind) {
    case Kind::Body:
    case Kind::Form:
    case Kind::FormSorted:
    case Kind::Json:
    case Kind::Item:
        return SignedPart::Origin::Body;
    case Kind::Header:
    case Kind::SignatureField:
    case Kind::NamedHeaders:
        return SignedPart::Origin::Header;
    case Kind::Method:
    case Kind::Url:
    case Kind::UrlWithoutQuery:
    case Kind::Path:
    case Kind::QuerySorted:
    case Kind::Query:
        return SignedPart::Origin::Line;
    case Kind::Param:
        return SignedPart::Origin::Setting;
    case Kind::Constant:
        break;
    }
    return SignedPart::Origin::Literal;
}

class RawPlaces {
public:
    RawPlaces(const Request& request, const Scheme& scheme)
        : m_request(request)
        , m_scheme(scheme)
    {
    }

    std::optional<RawRange> of(const Locator& locator, const QByteArray& value) const
    {
        switch (locator.kind) {
        case Kind::Body:
        case Kind::FormSorted:
            return m_request.body.size() > 0 ? std::optional(body()) : std::nullopt;
        case Kind::Form:
        case Kind::Json:
        case Kind::Item:
            return inBody(value);
        case Kind::Header:
            return header(locator.name, {});
        case Kind::SignatureField:
            return m_scheme.signature.from.kind == Kind::Header ? header(m_scheme.signature.from.name, value)
                                                                : std::nullopt;
        case Kind::Method:
            return within(m_request.head.method());
        case Kind::Url:
        case Kind::UrlWithoutQuery:
        case Kind::Path:
        case Kind::QuerySorted:
        case Kind::Query:
            return within(m_request.head.target());
        default:
            return std::nullopt;
        }
    }

private:
    /// Chunk marks between its pieces included.
    RawRange body() const { return { m_request.head.raw().size(), rawSize(m_request) - m_request.rest.size() }; }

    std::optional<RawRange> within(QByteArrayView part) const
    {
        if (part.isEmpty())
            return std::nullopt;
        const qint64 begin = part.data() - m_request.head.raw().constData();
        return RawRange { begin, begin + part.size() };
    }

    /// The first header of that name counts, as everywhere; with a text, the one place of it there.
    std::optional<RawRange> header(QByteArrayView name, QByteArrayView text) const
    {
        const RequestHead& head = m_request.head;
        for (qsizetype i = 0; i < head.headerCount(); ++i) {
            if (head.headerName(i).compare(name, Qt::CaseInsensitive) != 0)
                continue;
            const QByteArrayView value = head.rawHeaderValue(i);
            if (text.isEmpty())
                return within(value);
            const qsizetype at = value.indexOf(text);
            return at >= 0 && value.indexOf(text, at + 1) < 0 ? within(value.sliced(at, text.size())) : within(value);
        }
        return std::nullopt;
    }

    std::optional<RawRange> inBody(const QByteArray& value) const
    {
        const bool isPlain = m_request.chunkMarks.isEmpty() && !m_request.body.isInFile() && !value.isEmpty();
        const QByteArray bytes = isPlain ? m_request.body.bytes() : QByteArray();
        const qsizetype at = isPlain ? bytes.indexOf(value) : -1;
        if (at < 0 || bytes.indexOf(value, at + 1) >= 0)
            return std::nullopt;
        const qint64 begin = m_request.head.raw().size() + at;
        return RawRange { begin, begin + value.size() };
    }

    const Request& m_request;
    const Scheme& m_scheme;
};

bool isContent(const std::vector<RequestValues::Piece>& pieces, const QByteArray& content)
{
    qsizetype at = 0;
    for (const RequestValues::Piece& piece : pieces) {
        const QByteArrayView rest = QByteArrayView(content).sliced(at);
        const qsizetype length = std::min(piece.text.size(), rest.size());
        if (QByteArrayView(piece.text).first(length) != rest.first(length))
            return false;
        at += length;
    }
    return at == content.size();
}

std::vector<SignedPart> partsOf(const Scheme& scheme, const Request& request, const RequestValues& values,
    const std::vector<RequestValues::Piece>& pieces, qsizetype limit)
{
    const RawPlaces places(request, scheme);
    std::vector<SignedPart> parts;
    qint64 at = 0;
    for (const RequestValues::Piece& piece : pieces) {
        const ContentTemplate::Part& source = scheme.content.parts()[piece.part];
        SignedPart part;
        part.begin = at;
        part.length = std::min<qint64>(piece.text.size(), limit - at);
        if (part.length <= 0)
            break;
        if (!source.isText) {
            part.origin = originOf(source.locator.kind);
            part.locator = toText(source.locator);
            part.isDerived = !source.filters.empty();
            part.raw = places.of(source.locator, values.value(source.locator).value_or(QByteArray()));
        }
        at += part.length;
        parts.push_back(std::move(part));
    }
    return parts;
}

/// The parts of a token are one: what stands before its last dot.
std::vector<SignedPart> tokenParts(const Scheme& scheme, const Request& request, const QByteArray& content)
{
    SignedPart part;
    part.origin = originOf(scheme.signature.from.kind);
    part.locator = toText(scheme.signature.from);
    part.length = content.size();
    const bool isHeader = scheme.signature.from.kind == Kind::Header;
    part.raw = RawPlaces(request, scheme)
                   .of(isHeader ? Locator { Kind::SignatureField, {} } : scheme.signature.from, content);
    if (part.raw)
        part.raw->end = std::min(part.raw->end, part.raw->begin + part.length);
    return { part };
}

} // namespace

std::vector<SignedPart> signedParts(
    const Scheme& scheme, const Request& request, const EndpointValues& endpoint, const QByteArray& content)
{
    if (content.isEmpty())
        return {};
    if (scheme.algorithm == SignatureAlgorithm::Jws)
        return scheme.detached.isEmpty() ? tokenParts(scheme, request, content) : std::vector<SignedPart>();
    RequestValues values(request, endpoint);
    const std::optional<QByteArray> field = values.value(scheme.signature.from);
    std::vector<SignatureFields> lists = parseSignatureFields(scheme.signature, field.value_or(QByteArray()));
    const std::vector<QByteArray> urls
        = scheme.hasUrlVariants ? urlVariants(values.url()) : std::vector<QByteArray> { values.url() };
    for (SignatureFields& list : lists) {
        values.setSignatureFields(std::move(list.fields));
        for (const QByteArray& url : urls) {
            values.setUrl(url);
            const auto pieces = values.pieces(scheme.content);
            if (pieces && isContent(*pieces, content))
                return partsOf(scheme, request, values, *pieces, content.size());
        }
    }
    return {};
}

} // namespace hookloupe
