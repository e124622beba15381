// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/bytesof.h"

#include <QByteArray>

#include <vector>

namespace hookloupe::test {

/// One stream of bytes and what becomes of it.
struct WireCase {
    const char* name;
    QByteArray bytes;
    /// Per request the codes of its anomalies, joined by one space; requests are separated by " | ".
    QByteArray anomalies;
    /// The decoded bodies, in the same order.
    std::vector<QByteArray> bodies;
};

inline QByteArray post(const QByteArray& headers, const QByteArray& body = {})
{
    QByteArray request = "POST /hook HTTP/1.1\r\nHost: a\r\n";
    request += headers;
    request += "\r\n";
    request += body;
    return request;
}

inline QByteArray chunked(const QByteArray& body)
{
    return post("Transfer-Encoding: chunked\r\n", body);
}

inline QByteArray line(const QByteArray& requestLine)
{
    QByteArray request = requestLine;
    request += "\r\nHost: a\r\n\r\n";
    return request;
}

/// Requests whose head alone is of interest.
inline std::vector<WireCase> headCases()
{
    return {
        { "get", line("GET / HTTP/1.1"), "", { "" } },
        { "trace", line("TRACE /a HTTP/1.1"), "", { "" } },
        { "propfind", line("PROPFIND / HTTP/1.1"), "", { "" } },
        { "lower-case method", line("get / HTTP/1.1"), "", { "" } },
        { "method of 64 bytes", line(QByteArray(64, 'M') + " / HTTP/1.1"), "", { "" } },
        { "percent codes", line("GET /a%2Fb%zz%41?%e9 HTTP/1.1"), "", { "" } },
        { "UTF-8 target", line("GET /\xc3\xa9\xff HTTP/1.1"), "", { "" } },
        { "NUL in target", line(bytesOf("GET /a\0b HTTP/1.1")), "nul-in-head", { "" } },
        { "two slashes", line("GET //host/x/../y HTTP/1.1"), "", { "" } },
        { "quotes and braces", line("GET /\"{}<>|^?# HTTP/1.1"), "", { "" } },
        { "absolute form", line("GET http://other/x HTTP/1.1"), "", { "" } },
        { "asterisk form", line("OPTIONS * HTTP/1.1"), "", { "" } },
        { "authority form", line("CONNECT a:443 HTTP/1.1"), "", { "" } },
        { "space in target", line("GET /a b HTTP/1.1"), "space-in-target", { "" } },
        { "extra spaces", line(" GET  /a\tHTTP/1.1 "), "extra-spaces", { "" } },
        { "no Host", "GET / HTTP/1.1\r\n\r\n", "missing-host", { "" } },
        { "empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "", { "" } },
        { "HTTP/1.0", "GET / HTTP/1.0\r\n\r\n", "", { "" } },
        { "HTTP/1.10", line("GET / HTTP/1.10"), "unusual-version", { "" } },
        { "HTTP/1.2", line("GET / HTTP/1.2"), "unusual-version", { "" } },
        { "HTTP/2.0", line("GET / HTTP/2.0"), "unsupported-version", { "" } },
        { "HTTP/9.9", line("GET / HTTP/9.9"), "unsupported-version", { "" } },
        { "HTTP/", line("GET / HTTP/"), "unsupported-version", { "" } },
        { "lower-case HTTP", line("GET / http/1.1"), "unsupported-version", { "" } },
        { "HTTP/0.9", "GET /\r\nrest", "missing-version", { "" } },
        { "no version but headers", "GET /a b\r\nHost: a\r\n\r\n", "space-in-target missing-version", { "" } },
        { "one word", "GARBAGE\r\nmore", "bad-request-line", { "" } },
        { "an HTTP answer", "HTTP/1.1 200 OK\r\nA: b\r\n\r\n", "space-in-target bad-method missing-version", { "" } },
        { "no target", line("GET HTTP/1.1"), "bad-request-line", { "" } },
        { "method not a token", line("GE(T / HTTP/1.1"), "bad-method", { "" } },
        { "binary garbage", bytesOf("\x16\x03\x01\x02\x00\x01\n\x01\x02"),
            "bare-lf nul-in-head bad-request-line bad-method", { "" } },
        { "HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x04", "http2-preface", { "" } },
        { "bare LF", "GET / HTTP/1.1\nHost: a\n\n", "bare-lf", { "" } },
        { "mixed line ends", "GET / HTTP/1.1\r\nHost: a\n\r\n", "bare-lf", { "" } },
        { "empty lines first", "\r\n\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "leading-empty-lines bare-lf", { "" } },
        { "bare CR in header", line("GET / HTTP/1.1\r\nA: b\rc"), "bare-cr", { "" } },
        { "CR CR LF", "GET / HTTP/1.1\r\nHost: a\r\n\r\r\n\r\n", "bare-cr header-without-colon", { "" } },
        { "no headers, then data", "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET", " | incomplete-head", { "", "" } },
        { "folded header", line("GET / HTTP/1.1\r\nA: b\r\n c\r\n\td"), "obsolete-fold", { "" } },
        { "bad names", line("GET / HTTP/1.1\r\nA b: c\r\n: d\r\nE : f"), "bad-header-name", { "" } },
        { "no colon", line("GET / HTTP/1.1\r\nabc"), "header-without-colon", { "" } },
        { "NUL in header", line(bytesOf("GET / HTTP/1.1\r\nA: b\0c")), "nul-in-head", { "" } },
        { "Latin-1 header", line("GET / HTTP/1.1\r\nA: \xe9"), "", { "" } },
        { "h2c upgrade",
            line("GET / HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA"), "",
            { "" } },
        { "head cut in request line", "GET /a HT", "incomplete-head", { "" } },
        { "head cut in header", "GET / HTTP/1.1\r\nHost: a\r\nConte", "incomplete-head", { "" } },
        { "head cut after CR", "GET / HTTP/1.1\r\nHost: a\r\n\r", "incomplete-head", { "" } },
        { "only empty lines", "\r\n\r\n", "leading-empty-lines incomplete-head", { "" } },
    };
}

/// Bodies with a length.
inline std::vector<WireCase> lengthCases()
{
    return {
        { "length 0", post("Content-Length: 0\r\n"), "", { "" } },
        { "length 5", post("content-length:5\r\n", "hello"), "", { "hello" } },
        { "length with zeros", post("Content-Length: 0005 \r\n", "hello"), "", { "hello" } },
        { "binary body", post("Content-Length: 5\r\n", bytesOf("\0\r\n\xff\n")), "", { bytesOf("\0\r\n\xff\n") } },
        { "HTTP/1.0 body", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nok", "", { "ok" } },
        { "pipelined", line("GET /1 HTTP/1.1") + post("Content-Length: 2\r\n", "ab") + line("GET /3 HTTP/1.1"),
            " |  | ", { "", "ab", "" } },
        { "line end behind a body", post("Content-Length: 2\r\n", "ab\r\n") + line("GET / HTTP/1.1"),
            " | leading-empty-lines", { "ab", "" } },
        { "too much body", post("Content-Length: 2\r\n", "abcd\r\n"), " | bad-request-line", { "ab", "" } },
        { "too little body", post("Content-Length: 9\r\n", "ab"), "incomplete-body", { "ab" } },
        { "no body at all", post("Content-Length: 9\r\n"), "incomplete-body", { "" } },
        { "length +5", post("Content-Length: +5\r\n", "hello"), "bad-content-length", { "" } },
        { "length -5", post("Content-Length: -5\r\n", "hello"), "bad-content-length", { "" } },
        { "length 0x5", post("Content-Length: 0x5\r\n", "hello"), "bad-content-length", { "" } },
        { "length empty", post("Content-Length:\r\n", "hello"), "bad-content-length", { "" } },
        { "length with a gap", post("Content-Length: 1 0\r\n", "hello"), "bad-content-length", { "" } },
        { "length list with a gap", post("Content-Length: 5,\r\n", "hello"), "bad-content-length", { "" } },
        { "length 5, 5", post("Content-Length: 5, 5\r\n", "hello"), "repeated-content-length", { "hello" } },
        { "length twice", post("Content-Length: 5\r\nContent-Length: 05\r\n", "hello"), "repeated-content-length",
            { "hello" } },
        { "length 5, 6", post("Content-Length: 5, 6\r\n", "hello!"), "conflicting-content-length", { "" } },
        { "lengths 5 and 6", post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"), "conflicting-content-length",
            { "" } },
        { "length 2^63", post("Content-Length: 9223372036854775808\r\n", "hello"), "body-too-large", { "" } },
        { "length 2^64+5", post("Content-Length: 18446744073709551621\r\n", "hello"), "body-too-large", { "" } },
        { "length of 40 digits", post("Content-Length: " + QByteArray(40, '9') + "\r\n", "hello"), "body-too-large",
            { "" } },
        { "two huge lengths", post("Content-Length: 9223372036854775808, 9223372036854775809\r\n", "hello"),
            "conflicting-content-length", { "" } },
        { "blank before the colon", post("Content-Length : 5\r\n", "hello"), "bad-header-name ambiguous-framing-header",
            { "" } },
        { "blank before the name", "POST / HTTP/1.1\r\n Content-Length: 5\r\nHost: a\r\n\r\nhello",
            "bad-header-name ambiguous-framing-header", { "" } },
        { "length in a fold", post("A: b\r\n Content-Length: 5\r\n", "hello"), "obsolete-fold ambiguous-framing-header",
            { "" } },
        { "folded length", post("Content-Length:\r\n 5\r\n", "hello"),
            "obsolete-fold bad-content-length ambiguous-framing-header", { "" } },
        { "junk before the name",
            post("\x0b"
                 "Content-Length: 5\r\n",
                "hello"),
            "bad-header-name ambiguous-framing-header", { "" } },
        { "NUL in the length", post(bytesOf("Content-Length: 5\0\r\n"), "hello"),
            "nul-in-head bad-content-length ambiguous-framing-header", { "" } },
        { "NUL in the name", post(bytesOf("Content-Length\0: 5\r\n"), "hello"),
            "nul-in-head bad-header-name ambiguous-framing-header", { "" } },
        { "CR before the length", post("A: b\rContent-Length: 5\r\n", "hello"), "bare-cr ambiguous-framing-header",
            { "" } },
        { "CR in the length", post("Content-Length: 5\rA: b\r\n", "hello"),
            "bare-cr bad-content-length ambiguous-framing-header", { "" } },
        { "length without a colon", post("Content-Length 5\r\n"), "header-without-colon", { "" } },
        { "Expect", post("Expect: 100-continue\r\nContent-Length: 2\r\n", "ok"), "", { "ok" } },
    };
}

/// Bodies in chunks, and other transfer codings.
inline std::vector<WireCase> chunkCases()
{
    return {
        { "chunked", chunked("5\r\nhello\r\n0\r\n\r\n"), "", { "hello" } },
        { "chunked, empty", chunked("0\r\n\r\n"), "", { "" } },
        { "two chunks", chunked("1\r\na\r\n00B\r\n0123456789b\r\n000\r\n\r\n"), "", { "a0123456789b" } },
        { "chunks of one byte", chunked("1\r\na\r\n1\r\n\n\r\n1\r\n\r\r\n0\r\n\r\n"), "", { "a\n\r" } },
        { "extensions", chunked("2;a=\"b;c\"\r\nhi\r\n0 ; x\r\n\r\n"), "chunk-extension", { "hi" } },
        { "blanks behind the size", chunked("2 \t\r\nhi\r\n0\r\n\r\n"), "chunk-extension", { "hi" } },
        { "trailers", chunked("2\r\nhi\r\n0\r\nA: b\r\nContent-Length: 7\r\n\r\n") + line("GET / HTTP/1.1"), " | ",
            { "hi", "" } },
        { "chunks with bare LF", chunked("2\nhi\n0\n\n"), "bare-lf", { "hi" } },
        { "bare LF behind data", chunked("2\r\nhi\n0\r\n\r\n"), "bare-lf", { "hi" } },
        { "trailer with bare LF", chunked("0\r\nA: b\n\r\n"), "bare-lf", { "" } },
        { "trailer with bare CR", chunked("0\r\nA: \rb\r\n\r\n"), "bare-cr", { "" } },
        { "trailer CR CR LF", chunked("0\r\n\r\r\n\r\n"), "bare-cr", { "" } },
        { "upper-case coding", post("TRANSFER-ENCODING: Chunked\r\n", "0\r\n\r\n"), "", { "" } },
        { "gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "1\r\nz\r\n0\r\n\r\n"), "other-transfer-coding",
            { "z" } },
        { "gzip and chunked in two lines",
            post("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), "other-transfer-coding",
            { "" } },
        { "length and chunked", post("Content-Length: 3\r\nTransfer-Encoding: chunked\r\n", "1\r\nz\r\n0\r\n\r\n"),
            "length-and-chunked", { "z" } },
        { "bad length and chunked", post("Content-Length: x\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"),
            "bad-content-length", { "" } },
        { "xchunked", post("Transfer-Encoding: xchunked\r\nContent-Length: 5\r\n", "hello"), "bad-transfer-encoding",
            { "" } },
        { "identity", post("Transfer-Encoding: identity\r\n", "hello"), "bad-transfer-encoding", { "" } },
        { "gzip alone", post("Transfer-Encoding: gzip\r\n", "hello"), "bad-transfer-encoding", { "" } },
        { "chunked twice", post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n"), "bad-transfer-encoding",
            { "" } },
        { "chunked not last", post("Transfer-Encoding: chunked, gzip\r\n", "0\r\n\r\n"), "bad-transfer-encoding",
            { "" } },
        { "no coding", post("Transfer-Encoding:\r\n", "0\r\n\r\n"), "bad-transfer-encoding", { "" } },
        { "chunked with a parameter", post("Transfer-Encoding: chunked;q=1\r\n", "0\r\n\r\n"), "bad-transfer-encoding",
            { "" } },
        { "chunked in HTTP/1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "bad-transfer-encoding", { "" } },
        { "blank before the coding's colon", post("Transfer-Encoding : chunked\r\n", "0\r\n\r\n"),
            "bad-header-name ambiguous-framing-header", { "" } },
        { "size zz", chunked("zz\r\nhello"), "bad-chunk-size", { "" } },
        { "size empty", chunked("\r\nhello"), "bad-chunk-size", { "" } },
        { "size -5", chunked("-5\r\nhello"), "bad-chunk-size", { "" } },
        { "size 0x5", chunked("0x5\r\nhello"), "bad-chunk-size", { "" } },
        { "blank before the size", chunked(" 5\r\nhello"), "bad-chunk-size", { "" } },
        { "size of 16 digits", chunked("ffffffffffffffff\r\nhello"), "body-too-large", { "" } },
        { "size of 17 digits", chunked("00000000000000005\r\nhello"), "bad-chunk-size", { "" } },
        { "CR in an extension", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), "bad-chunk-size", { "" } },
        { "second size bad", chunked("2\r\nhi\r\nx\r\nrest"), "bad-chunk-size", { "hi" } },
        { "too much data", chunked("2\r\nhiX\r\n0\r\n\r\n"), "bad-chunk-end", { "hi" } },
        { "CR and data", chunked("2\r\nhi\rX0\r\n\r\n"), "bad-chunk-end", { "hi" } },
        { "CR CR behind data", chunked("2\r\nhi\r\r\n0\r\n\r\n"), "bad-chunk-end", { "hi" } },
        { "cut in a size", chunked("5;ab"), "incomplete-body", { "" } },
        { "cut in data", chunked("5\r\nhel"), "incomplete-body", { "hel" } },
        { "cut behind data", chunked("5\r\nhello\r"), "incomplete-body", { "hello" } },
        { "cut in the trailers", chunked("5\r\nhello\r\n0\r\nA: b"), "incomplete-body", { "hello" } },
        { "long size line", chunked("1;" + QByteArray(200, 'x') + "\r\na\r\n0\r\n\r\n"), "chunk-extension", { "a" } },
    };
}

inline std::vector<WireCase> wireCases()
{
    std::vector<WireCase> all = headCases();
    for (auto cases : { lengthCases(), chunkCases() })
        all.insert(all.end(), cases.begin(), cases.end());
    return all;
}

} // namespace hookloupe::test
