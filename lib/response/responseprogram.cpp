// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responseprogram.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace hookloupe {

namespace {

/// Larger bodies are a step of their own, which shares their bytes; smaller ones are cheaper to copy than to write.
constexpr qsizetype MaxCopiedBody = 16 * 1024;
constexpr qsizetype PromisedTooMuch = 64;
constexpr qsizetype SentOfNoBody = 32;

/// No HTTP client can take this for a status line: it begins with NUL and 0xFF, and the line ends are there so that a
/// client which looks for one stops looking.
constexpr char Garbage[] = "\0\xff\xfe\x01garbage\x80\x81\r\n\r\n\x02\xfd";

/// What the request and the response together ask for.
struct Shape {
    int status = 200;
    bool isHead = false;
    bool isTunnel = false; ///< a 2xx answer to CONNECT
    bool isOldClient = false; ///< HTTP/1.0
    bool closes = false;
    bool hasContentLength = false; ///< of the plan
    bool hasTransferEncoding = false;
    bool hasDate = false;
    bool hasConnection = false;

    bool hasNoContent() const { return status < 200 || status == 204 || status == 304 || isTunnel; }
    bool sendsBody() const { return !isHead && !hasNoContent(); }
};

/// One token of a comma-separated header value, compared without regard to case.
bool listContains(QByteArrayView value, QByteArrayView token)
{
    while (!value.isEmpty()) {
        const qsizetype comma = value.indexOf(',');
        const QByteArrayView item = comma < 0 ? value : value.first(comma);
        if (equalsIgnoringCase(item.trimmed(), token))
            return true;
        value = comma < 0 ? QByteArrayView() : value.sliced(comma + 1);
    }
    return false;
}

bool isOldVersion(QByteArrayView version)
{
    return version.size() >= 3 && version.first(2) == "1."
        && std::all_of(version.begin() + 2, version.end(), [](char c) { return c == '0'; });
}

bool isKnownVersion(QByteArrayView version)
{
    return version.size() >= 3 && version.first(2) == "1."
        && std::all_of(version.begin() + 2, version.end(), [](char c) { return c >= '0' && c <= '9'; });
}

void appendNumber(QByteArray& out, qint64 number)
{
    std::array<char, 24> digits {};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end - digits.data());
}

/// Without the bytes that would end the line.
void appendLineText(QByteArray& out, QByteArrayView text)
{
    for (qsizetype at = 0; at < text.size();) {
        const auto* begin = text.data() + at;
        const auto* end = std::find_if(
            begin, text.data() + text.size(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
        out.append(begin, end - begin);
        at = end - text.data() + 1;
    }
}

void appendHeader(QByteArray& out, QByteArrayView name, QByteArrayView value)
{
    out.append(name.data(), name.size());
    out.append(": ", 2);
    appendLineText(out, value);
    out.append("\r\n", 2);
}

/// IMF-fixdate of this second (RFC 9110 section 5.6.7); made once a second and thread.
QByteArrayView dateText()
{
    using namespace std::chrono;
    static constexpr const char* Days[] { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" };
    static constexpr const char* Months[] { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov",
        "Dec" };
    thread_local sys_seconds made = sys_seconds::min();
    thread_local std::array<char, 64> text {};
    thread_local qsizetype length = 0;

    const auto second = floor<seconds>(system_clock::now());
    if (second != made) {
        const auto day = floor<days>(second);
        const year_month_day date(day);
        const hh_mm_ss clock(second - day);
        length = std::snprintf(text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
            Days[weekday(day).c_encoding()], static_cast<unsigned>(date.day()),
            Months[(static_cast<unsigned>(date.month()) - 1) % 12], static_cast<int>(date.year()),
            static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
            static_cast<int>(clock.seconds().count()));
        made = second;
    }
    return { text.data(), length };
}

void lookAtPlanHeaders(const Response& response, Shape& shape)
{
    for (const auto& [name, value] : response.headers) {
        if (equalsIgnoringCase(name, "Content-Length")) {
            shape.hasContentLength = true;
            // HEAD and 304 tell the size of a body that is not sent
            const qsizetype sent = shape.sendsBody() ? response.body.size() : 0;
            bool isNumber = false;
            const qint64 told = value.trimmed().toLongLong(&isNumber);
            if (!shape.isHead && shape.status != 304 && (!isNumber || told != sent))
                shape.closes = true;
        } else if (equalsIgnoringCase(name, "Transfer-Encoding")) {
            shape.hasTransferEncoding = true;
            shape.closes = true; // whether its body ends as it says is not looked at
        } else if (equalsIgnoringCase(name, "Date")) {
            shape.hasDate = true;
        } else if (equalsIgnoringCase(name, "Connection")) {
            shape.hasConnection = true;
            shape.closes = shape.closes || listContains(value, "close");
        }
    }
}

Shape shapeOf(const Response& response, const RequestHead& head, bool mustClose, int status)
{
    Shape shape;
    shape.status = status;
    shape.isHead = head.method() == "HEAD";
    shape.isTunnel = head.method() == "CONNECT" && status >= 200 && status < 300;
    shape.isOldClient = isOldVersion(head.version());
    shape.closes = mustClose || shape.isTunnel || response.fault == Fault::Truncate || !wantsKeepAlive(head);
    lookAtPlanHeaders(response, shape);
    return shape;
}

void appendStatusLine(QByteArray& out, int status, QByteArrayView reason)
{
    out.append("HTTP/1.1 ", 9);
    appendNumber(out, status);
    out.append(' ');
    appendLineText(out, reason.isEmpty() ? reasonPhrase(status) : reason);
    out.append("\r\n", 2);
}

/// The headers of the plan as told; while a body is cut, our Content-Length is the one that counts.
void appendPlanHeaders(QByteArray& out, const Response& response, bool ownsFraming)
{
    for (const auto& [name, value] : response.headers) {
        const bool isFraming = ownsFraming
            && (equalsIgnoringCase(name, "Content-Length") || equalsIgnoringCase(name, "Transfer-Encoding"));
        if (isToken(name) && !isFraming)
            appendHeader(out, name, value);
    }
}

void appendFinalHead(QByteArray& out, const Response& response, const Shape& shape, QByteArrayView reason)
{
    const bool isCut = response.fault == Fault::Truncate;
    appendStatusLine(out, shape.status, reason);
    if (!shape.hasDate)
        appendHeader(out, "Date", dateText());
    const bool isLengthTold = !isCut && (shape.hasContentLength || shape.hasTransferEncoding);
    if (!isLengthTold && !shape.hasNoContent()) {
        out.append("Content-Length: ", 16);
        appendNumber(out, response.body.size() + (isCut ? PromisedTooMuch : 0));
        out.append("\r\n", 2);
    }
    if (!shape.hasConnection && shape.closes)
        out.append("Connection: close\r\n");
    else if (!shape.hasConnection && shape.isOldClient)
        out.append("Connection: keep-alive\r\n");
    appendPlanHeaders(out, response, isCut);
    out.append("\r\n", 2);
}

void appendInterimHead(QByteArray& out, const Response& response, int status)
{
    appendStatusLine(out, status, response.reason);
    for (const auto& [name, value] : response.headers) {
        const bool isAboutTheBody
            = equalsIgnoringCase(name, "Content-Length") || equalsIgnoringCase(name, "Transfer-Encoding");
        if (isToken(name) && !isAboutTheBody)
            appendHeader(out, name, value);
    }
    out.append("\r\n", 2);
}

void addStep(ResponseProgram& program, WireStep::Kind kind, QByteArray bytes = {})
{
    program.push_back({ kind, std::chrono::milliseconds(0), std::move(bytes) });
}

void addCutAnswer(
    ResponseProgram& program, QByteArray bytes, qsizetype headStart, const Response& response, const Shape& shape)
{
    if (!shape.sendsBody())
        bytes.truncate(headStart + (bytes.size() - headStart) / 2);
    else if (response.body.isEmpty())
        bytes.append(SentOfNoBody, ' ');
    else
        bytes.append(QByteArrayView(response.body).first((response.body.size() + 1) / 2));
    addStep(program, WireStep::Kind::Write, std::move(bytes));
}

void addAnswer(ResponseProgram& program, const Response& response, const RequestHead& head, bool mustClose)
{
    const int told = response.status >= 100 && response.status <= 999 ? response.status : 500;
    const bool isInterim = told < 200;
    const Shape shape = shapeOf(response, head, mustClose, isInterim ? 200 : told);
    const bool isSwitch = told == 101 && !shape.isOldClient;

    QByteArray bytes;
    const bool copiesBody = response.body.size() <= MaxCopiedBody;
    bytes.reserve(512 + (copiesBody ? response.body.size() : 0));
    if (isInterim && !shape.isOldClient)
        appendInterimHead(bytes, response, told);
    if (isSwitch) {
        addStep(program, WireStep::Kind::Write, std::move(bytes));
        addStep(program, WireStep::Kind::Close);
        return;
    }
    const qsizetype headStart = bytes.size();
    appendFinalHead(bytes, response, shape, isInterim ? QByteArrayView() : QByteArrayView(response.reason));

    if (response.fault == Fault::Truncate) {
        addCutAnswer(program, std::move(bytes), headStart, response, shape);
    } else {
        const bool hasBody = shape.sendsBody() && !response.body.isEmpty();
        if (hasBody && copiesBody)
            bytes.append(response.body);
        addStep(program, WireStep::Kind::Write, std::move(bytes));
        if (hasBody && !copiesBody)
            addStep(program, WireStep::Kind::Write, response.body);
    }
    addStep(program, shape.closes ? WireStep::Kind::Close : WireStep::Kind::Finish);
}

} // namespace

bool wantsKeepAlive(const RequestHead& head)
{
    if (!isKnownVersion(head.version()))
        return false;
    bool asksToClose = false;
    bool asksToKeep = false;
    for (qsizetype i = 0; i < head.headerCount(); ++i) {
        if (!equalsIgnoringCase(head.headerName(i), "Connection"))
            continue;
        const QByteArray value = head.headerValue(i);
        asksToClose = asksToClose || listContains(value, "close");
        asksToKeep = asksToKeep || listContains(value, "keep-alive");
    }
    return !asksToClose && (asksToKeep || !isOldVersion(head.version()));
}

ResponseProgram makeResponseProgram(const Response& response, const RequestHead& head, bool mustClose)
{
    ResponseProgram program;
    program.reserve(4);
    if (response.fault == Fault::Timeout) {
        addStep(program, WireStep::Kind::Hang);
        return program;
    }
    if (response.delay.count() > 0)
        program.push_back({ WireStep::Kind::Wait, response.delay, {} });

    switch (response.fault) {
    case Fault::Reset:
        addStep(program, WireStep::Kind::Reset);
        break;
    case Fault::Close:
        addStep(program, WireStep::Kind::Close);
        break;
    case Fault::Garbage:
        addStep(program, WireStep::Kind::Write, QByteArray(Garbage, sizeof Garbage - 1));
        addStep(program, WireStep::Kind::Close);
        break;
    default:
        addAnswer(program, response, head, mustClose);
    }
    return program;
}

QByteArray responseBytes(const Response& response, const RequestHead& head, bool mustClose)
{
    Response plain = response;
    plain.fault = Fault::None;
    plain.delay = std::chrono::milliseconds(0);
    QByteArray bytes;
    for (const auto& step : makeResponseProgram(plain, head, mustClose))
        bytes += step.bytes;
    return bytes;
}

} // namespace hookloupe
