// SPDX-License-Identifier: GPL-3.0-or-later
#include "panels/bodywork.h"

#include <QPromise>
#include <QStringDecoder>
#include <QTemporaryFile>
#include <QtConcurrent>

namespace hookloupe {

namespace {

constexpr qsizetype MostFields = 5000;
constexpr qsizetype MostParts = 1000;
/// Decoded bytes beyond this go to a file.
constexpr qint64 InMemoryBytes = 8 << 20;

/// Decoded bytes in a temporary file, which goes when nobody looks at them any more.
class TemporarySource final : public ByteSource {
public:
    explicit TemporarySource(std::unique_ptr<QTemporaryFile> file)
        : m_file(std::move(file))
        , m_body(Body::inFile(m_file->fileName(), m_file->size()))
    {
    }

    qint64 size() const override { return m_body.size(); }
    QByteArray read(qint64 offset, qint64 length) const override { return m_body.read(offset, length); }

private:
    std::unique_ptr<QTemporaryFile> m_file;
    Body m_body;
};

/// Takes decoded bytes, in memory as long as they are few.
class DecodedBytes {
public:
    bool add(QByteArrayView piece)
    {
        if (!m_file && m_bytes.size() + piece.size() <= InMemoryBytes) {
            m_bytes += piece;
            return true;
        }
        if (!m_file) {
            m_file = std::make_unique<QTemporaryFile>();
            if (!m_file->open() || m_file->write(m_bytes) != m_bytes.size())
                return false;
            m_bytes.clear();
        }
        return m_file->write(piece.data(), piece.size()) == piece.size();
    }

    ByteSourcePtr take()
    {
        if (!m_file)
            return sourceOf(std::exchange(m_bytes, {}));
        m_file->close();
        return std::make_shared<TemporarySource>(std::move(m_file));
    }

private:
    QByteArray m_bytes;
    std::unique_ptr<QTemporaryFile> m_file;
};

DecodedBody decodedBody(const Request& request, const std::function<bool()>& isCancelled)
{
    DecodedBody result;
    result.bytes = sourceOf(request.body);
    const QByteArray coding = contentEncodingOf(request.head);
    const ContentDecoder probe(coding, {}, {});
    if (request.body.size() > 0 && (probe.hasCodings() || !coding.trimmed().isEmpty())) {
        DecodedBytes bytes;
        result.outcome = decodeBody(request.body, coding, {},
            [&bytes, &isCancelled](QByteArrayView piece) { return !isCancelled() && bytes.add(piece); });
        if (probe.hasCodings())
            result.coding = coding;
        if (probe.hasCodings() && result.outcome.decodedBytes > 0)
            result.bytes = bytes.take();
    }
    const QByteArray start = result.bytes->read(0, SniffedBytes);
    if (start.isEmpty() && result.bytes->size() > 0)
        result.outcome.end = DecodeEnd::Unreadable;
    result.type = bodyTypeOf(request.head.header("Content-Type").value_or(QByteArray()), start, result.bytes->size());
    return result;
}

bool isOneByteCharset(const QByteArray& charset)
{
    return charset == "utf-8" || charset == "us-ascii" || charset == "iso-8859-1" || charset == "latin1";
}

/// \return the text in UTF-8, or as it is where the charset is not known
QByteArray toUtf8(const QByteArray& bytes, const QByteArray& charset)
{
    QStringDecoder decoder(charset.constData());
    if (!decoder.isValid())
        return bytes;
    const QString text = decoder(bytes);
    return text.toUtf8();
}

PrettyBody prettyBody(const DecodedBody& body, bool isAsked, const std::function<bool()>& isCancelled)
{
    PrettyBody pretty;
    const BodyKind kind = body.type.kind;
    const qint64 limit = kind == BodyKind::Json ? BodyWork::UnaskedJsonBytes : BodyWork::UnaskedBytes;
    const bool isTable = kind == BodyKind::Form || kind == BodyKind::Multipart;
    const bool isForeign = kind == BodyKind::Text && !isOneByteCharset(body.type.charset);
    if (kind != BodyKind::Json && kind != BodyKind::Xml && !isTable && !isForeign)
        return pretty;
    if (body.bytes->size() > limit && !isAsked) {
        pretty.isTooLarge = true;
        return pretty;
    }
    const QByteArray all = body.bytes->read(0, body.bytes->size());
    if (kind == BodyKind::Form) {
        pretty.fields = splitForm(all, MostFields);
    } else if (kind == BodyKind::Multipart) {
        pretty.parts = splitMultipart(all, body.type.boundary, MostParts);
    } else if (kind == BodyKind::Json) {
        auto laidOut = layOutJson(all, {}, isCancelled);
        if (laidOut)
            pretty.text = std::move(*laidOut);
        else
            pretty.error = laidOut.error();
    } else {
        pretty.text = isOneByteCharset(body.type.charset) && body.type.charset == "utf-8"
            ? all
            : toUtf8(all, body.type.charset);
    }
    return pretty;
}

} // namespace

BodyWork::BodyWork(QObject* parent)
    : QObject(parent)
{
    connect(&m_watcher, &QFutureWatcherBase::resultsReadyAt, this, &BodyWork::takeResults);
}

BodyWork::~BodyWork()
{
    m_watcher.cancel();
}

void BodyWork::stop()
{
    m_watcher.cancel();
    m_watcher.setFuture({});
    m_taken = 0;
    m_isRunning = false;
}

void BodyWork::start(RequestPtr request, bool isAsked)
{
    stop();
    m_isRunning = true;
    m_watcher.setFuture(QtConcurrent::run(&BodyWork::run, std::move(request), isAsked));
}

void BodyWork::run(QPromise<Step>& promise, const RequestPtr& request, bool isAsked)
{
    const auto isCancelled = [&promise] { return promise.isCanceled(); };
    const DecodedBody body = decodedBody(*request, isCancelled);
    promise.addResult(Step { body, std::nullopt });
    if (!promise.isCanceled())
        promise.addResult(Step { std::nullopt, prettyBody(body, isAsked, isCancelled) });
}

void BodyWork::takeResults()
{
    const QFuture<Step> future = m_watcher.future();
    while (m_taken < future.resultCount() && m_isRunning) {
        const Step step = future.resultAt(m_taken++);
        if (step.decoded)
            emit decoded(*step.decoded);
        if (step.pretty) {
            m_isRunning = false;
            emit prettyReady(*step.pretty);
        }
    }
}

} // namespace hookloupe
