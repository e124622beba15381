// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/anomaly.h"
#include "http/headerlist.h"

#include <QByteArray>
#include <QByteArrayView>

#include <optional>
#include <vector>

namespace hookloupe {

/// The request line and header section of one HTTP/1 request, as exact bytes with an index over them.
///
/// Parsing is total: any bytes give a head, with anomalies that name what is wrong with it. A last line without its
/// line end was cut off: it is read as far as it goes, but not judged, and no header is missed.
/// Nothing is copied out of the raw bytes until it is asked for. Source of the rules: RFC 9112 sections 2 to 5.
/// Immutable after parse(); safe to read from several threads.
class RequestHead {
public:
    RequestHead() = default;

    /// \param raw  from the first byte of the request (empty lines before it included) to the end of the empty line
    ///             after the headers, or what came of it; at most 2 GiB
    static RequestHead parse(QByteArray raw);

    const QByteArray& raw() const { return m_raw; }
    QByteArrayView method() const { return view(m_method); }
    QByteArrayView target() const { return view(m_target); }
    /// What stands behind "HTTP/", as sent: "1.1". Empty where there is none.
    QByteArrayView version() const { return view(m_version); }

    qsizetype headerCount() const { return static_cast<qsizetype>(m_headers.size()); }
    QByteArrayView headerName(qsizetype index) const;
    /// Without white space around it; folded lines joined by one space.
    QByteArray headerValue(qsizetype index) const;
    /// As sent, without white space around it; a folded value contains its line ends.
    QByteArrayView rawHeaderValue(qsizetype index) const;
    HeaderList headers() const;

    /// The value of the first header of that name.
    /// \param name  compared without regard to ASCII case
    std::optional<QByteArray> header(QByteArrayView name) const;
    /// The values of all headers of that name, in order.
    std::vector<QByteArray> headerValues(QByteArrayView name) const;

    AnomalySet anomalies() const { return m_anomalies; }

private:
    struct Span {
        quint32 offset = 0;
        quint32 length = 0;
    };
    struct HeaderSpan {
        Span name;
        Span value;
        bool isFolded = false;
    };

    QByteArrayView view(Span span) const { return QByteArrayView(m_raw.constData() + span.offset, span.length); }
    void parseRequestLine(qsizetype begin, qsizetype end);
    void checkVersion(QByteArrayView word);
    void parseHeaderLine(qsizetype begin, qsizetype end);
    void parseFold(qsizetype begin, qsizetype end);
    bool hasHeader(QByteArrayView name) const;

    QByteArray m_raw;
    Span m_method;
    Span m_target;
    Span m_version;
    std::vector<HeaderSpan> m_headers;
    AnomalySet m_anomalies;
};

/// True when the last word of a request line begins as a version does, in whatever case: "HTTP/". Behind a line without
/// one, no headers can be expected (HTTP/0.9, or no HTTP at all).
/// \param line  without its line end
bool hasVersion(QByteArrayView line);

/// True for the bytes of a token (RFC 9110 section 5.6.2).
bool isToken(QByteArrayView text);

/// ASCII case-insensitive equality, as header names want it.
bool equalsIgnoringCase(QByteArrayView left, QByteArrayView right);

} // namespace hookloupe
