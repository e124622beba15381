// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/anomalysentences.h"

#include <QCoreApplication>

namespace hookloupe {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(AnomalySentences)
};

QString unusual(Anomaly anomaly)
{
    switch (anomaly) {
    case Anomaly::LeadingEmptyLines:
        return Texts::tr("Empty lines came before the request line.");
    case Anomaly::BareLf:
        return Texts::tr("A line ends in LF alone instead of CR LF.");
    case Anomaly::BareCr:
        return Texts::tr("A line has a CR in its middle.");
    case Anomaly::ExtraSpaces:
        return Texts::tr("The request line has more white space than one space between its parts.");
    case Anomaly::SpaceInTarget:
        return Texts::tr("The path has white space that is not escaped.");
    case Anomaly::NulInHead:
        return Texts::tr("The head has a NUL byte.");
    case Anomaly::ObsoleteFold:
        return Texts::tr("A header goes on in the next line, an obsolete form.");
    case Anomaly::BadHeaderName:
        return Texts::tr("A header name has characters that are not allowed, or a space before its colon.");
    case Anomaly::HeaderWithoutColon:
        return Texts::tr("A header line has no colon.");
    case Anomaly::UnusualVersion:
        return Texts::tr("The HTTP version is written in an unusual way.");
    case Anomaly::MissingHost:
        return Texts::tr("The Host header is missing, which HTTP/1.1 demands.");
    case Anomaly::RepeatedContentLength:
        return Texts::tr("Content-Length is given more than once, with the same value.");
    case Anomaly::LengthAndChunked:
        return Texts::tr("Content-Length and chunked coding are both given; the chunks decided.");
    case Anomaly::ChunkExtension:
        return Texts::tr("A chunk has an extension.");
    case Anomaly::OtherTransferCoding:
        return Texts::tr("The body has a transfer coding below the chunks; it is kept in that coding.");
    case Anomaly::Pipelined:
        return Texts::tr("The request came before the one before it was answered.");
    default:
        return {};
    }
}

QString fault(Anomaly anomaly)
{
    switch (anomaly) {
    case Anomaly::BadRequestLine:
        return Texts::tr("The first line is no request line.");
    case Anomaly::BadMethod:
        return Texts::tr("The method has characters that are not allowed.");
    case Anomaly::MissingVersion:
        return Texts::tr("The request line has no HTTP version.");
    case Anomaly::UnsupportedVersion:
        return Texts::tr("The request speaks a version of HTTP other than 1.0 and 1.1.");
    case Anomaly::Http2Preface:
        return Texts::tr("The client speaks HTTP/2 without asking first; make it use HTTP/1.1.");
    case Anomaly::BadContentLength:
        return Texts::tr("Content-Length is not a number.");
    case Anomaly::ConflictingContentLength:
        return Texts::tr("Content-Length is given more than once, with different values.");
    case Anomaly::BadTransferEncoding:
        return Texts::tr("Transfer-Encoding is not one that tells where the body ends.");
    case Anomaly::AmbiguousFramingHeader:
        return Texts::tr("A malformed header line hides a length, so the end of the body is not certain.");
    case Anomaly::BadChunkSize:
        return Texts::tr("A chunk does not begin with its size.");
    case Anomaly::BadChunkEnd:
        return Texts::tr("A chunk is longer than its size says.");
    case Anomaly::IncompleteHead:
        return Texts::tr("The client left before the head was complete.");
    case Anomaly::IncompleteBody:
        return Texts::tr("The client left before the body was complete.");
    case Anomaly::ConnectionReset:
        return Texts::tr("The client broke the connection off.");
    case Anomaly::TargetTooLong:
        return Texts::tr("The path is longer than the limit.");
    case Anomaly::HeadTooLarge:
        return Texts::tr("The headers are larger than the limit.");
    case Anomaly::BodyTooLarge:
        return Texts::tr("The body is larger than the limit.");
    case Anomaly::HeadTooSlow:
        return Texts::tr("The headers did not come within the time limit.");
    case Anomaly::BodyTooSlow:
        return Texts::tr("The body paused for longer than the time limit.");
    default:
        return {};
    }
}

} // namespace

QString anomalySentence(Anomaly anomaly)
{
    return anomaly < Anomaly::BadRequestLine ? unusual(anomaly) : fault(anomaly);
}

} // namespace hookloupe
