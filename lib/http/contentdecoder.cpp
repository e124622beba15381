// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/contentdecoder.h"

#include <QList>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

/// The ratio is judged by the input given so far, so a bomb is noticed within a slice of this size.
constexpr qsizetype Slice = 16 * 1024;
constexpr qint64 FilePiece = 256 * 1024;

std::vector<QByteArray> codingNames(QByteArrayView contentEncoding)
{
    std::vector<QByteArray> names;
    const QByteArray list = contentEncoding.toByteArray();
    for (const QByteArray& item : list.split(',')) {
        const QByteArray name = item.trimmed();
        if (!name.isEmpty() && !equalsIgnoringCase(name, "identity"))
            names.push_back(name);
    }
    return names;
}

} // namespace

ContentDecoder::ContentDecoder(QByteArrayView contentEncoding, const DecodeLimits& limits, Sink sink)
    : m_limits(limits)
    , m_sink(std::move(sink))
{
    std::vector<QByteArray> names = codingNames(contentEncoding);
    std::reverse(names.begin(), names.end());
    if (names.size() > MaxCodings) {
        stop(DecodeEnd::TooManyCodings, nullptr,
            u"more than %1 content codings are stacked; the body is shown as it came"_s.arg(MaxCodings));
        return;
    }
    for (QByteArray& name : names) {
        auto coding = ContentCoding::create(name);
        if (!coding) {
            m_outcome.coding = name;
            stop(DecodeEnd::UnknownCoding, nullptr,
                u"the content coding \"%1\" is not known; known are gzip, deflate, br, zstd"_s.arg(
                    QString::fromLatin1(name)));
            m_stages.clear();
            return;
        }
        m_stages.push_back({ std::move(name), std::move(coding) });
    }
}

bool ContentDecoder::write(QByteArrayView piece)
{
    while (!piece.isEmpty() && m_outcome.end == DecodeEnd::Complete) {
        const qsizetype size = std::min(piece.size(), Slice);
        pass(0, piece.first(size));
        piece = piece.sliced(size);
    }
    return m_outcome.end == DecodeEnd::Complete;
}

bool ContentDecoder::pass(std::size_t index, QByteArrayView bytes)
{
    if (index == m_stages.size())
        return deliver(bytes);
    Stage& stage = m_stages[index];
    stage.input += bytes.size();
    stage.coding->write(
        bytes, [this, index](QByteArrayView decoded) { return account(index, decoded) && pass(index + 1, decoded); });
    if (stage.coding->state() == ContentCoding::State::Corrupt) {
        const QString damage = stage.coding->damage().isEmpty() ? u"the data is damaged"_s : stage.coding->damage();
        return stop(DecodeEnd::Corrupt, &stage, damage);
    }
    return m_outcome.end == DecodeEnd::Complete;
}

bool ContentDecoder::account(std::size_t index, QByteArrayView bytes)
{
    Stage& stage = m_stages[index];
    stage.output += bytes.size();
    const bool isLast = index + 1 == m_stages.size();
    if (!isLast && stage.output > m_limits.maxBytes)
        return stop(
            DecodeEnd::SizeLimit, &stage, u"more than %1 bytes lie between the codings"_s.arg(m_limits.maxBytes));
    if (stage.output > m_limits.freeBytes && stage.output / std::max<qint64>(m_limits.maxRatio, 1) > stage.input)
        return stop(
            DecodeEnd::RatioLimit, &stage, u"it grows more than %1-fold, as a bomb does"_s.arg(m_limits.maxRatio));
    return true;
}

bool ContentDecoder::deliver(QByteArrayView bytes)
{
    const qint64 room = m_limits.maxBytes - m_outcome.decodedBytes;
    const bool isCut = bytes.size() > room;
    const QByteArrayView kept = isCut ? bytes.first(static_cast<qsizetype>(std::max<qint64>(room, 0))) : bytes;
    m_outcome.decodedBytes += kept.size();
    if (!kept.isEmpty() && !m_sink(kept))
        return stop(DecodeEnd::Cancelled, nullptr, u"the decoding was cancelled"_s);
    if (isCut) {
        return stop(DecodeEnd::SizeLimit, m_stages.empty() ? nullptr : &m_stages.back(),
            u"the decoded body is larger than %1 bytes and was cut there"_s.arg(m_limits.maxBytes));
    }
    return true;
}

bool ContentDecoder::stop(DecodeEnd end, const Stage* stage, const QString& detail)
{
    if (m_outcome.end != DecodeEnd::Complete)
        return false;
    m_outcome.end = end;
    m_outcome.detail = detail;
    if (stage) {
        m_outcome.coding = stage->name;
        m_outcome.offset = stage->coding->offset();
        m_outcome.detail = u"%1: %2 (at byte %3 of its input)"_s.arg(
            QString::fromLatin1(stage->name), detail, QString::number(m_outcome.offset));
    }
    return false;
}

void ContentDecoder::judge(Stage& stage)
{
    stage.coding->finish();
    m_outcome.trailingBytes += stage.coding->trailingBytes();
    if (stage.coding->state() == ContentCoding::State::Running && stage.input > 0)
        stop(DecodeEnd::Incomplete, &stage, u"the data stops before its end"_s);
}

DecodeOutcome ContentDecoder::finish()
{
    for (Stage& stage : m_stages)
        judge(stage);
    return m_outcome;
}

QByteArray contentEncodingOf(const RequestHead& head)
{
    QByteArray joined;
    for (const QByteArray& value : head.headerValues("Content-Encoding"))
        joined += joined.isEmpty() ? value : ", " + value;
    return joined;
}

DecodeOutcome decodeBody(
    const Body& body, QByteArrayView contentEncoding, const DecodeLimits& limits, const ContentDecoder::Sink& sink)
{
    ContentDecoder decoder(contentEncoding, limits, sink);
    for (qint64 at = 0; at < body.size();) {
        const QByteArray piece = body.read(at, FilePiece);
        if (piece.isEmpty()) {
            DecodeOutcome outcome = decoder.finish();
            outcome.end = DecodeEnd::Unreadable;
            outcome.detail = u"the body cannot be read from byte %1 on; is its file still there?"_s.arg(at);
            return outcome;
        }
        if (!decoder.write(piece))
            break;
        at += piece.size();
    }
    return decoder.finish();
}

} // namespace hookloupe
