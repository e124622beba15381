// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/bodysentences.h"

#include "messages/quantities.h"

#include <QCoreApplication>

namespace hookloupe {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(BodySentences)
};

QString textName(const QByteArray& charset)
{
    if (charset == "utf-8" || charset == "us-ascii")
        return Texts::tr("text");
    if (charset == "iso-8859-1")
        return Texts::tr("text, not UTF-8, shown as Latin-1");
    return Texts::tr("text in %1").arg(shownBytes(charset));
}

} // namespace

QString bodyTypeName(const BodyType& type)
{
    switch (type.kind) {
    case BodyKind::Empty:
        return Texts::tr("empty");
    case BodyKind::Json:
        return Texts::tr("JSON");
    case BodyKind::Xml:
        return Texts::tr("XML");
    case BodyKind::Form:
        return Texts::tr("form");
    case BodyKind::Multipart:
        return Texts::tr("multipart");
    case BodyKind::Text:
        return textName(type.charset);
    case BodyKind::Binary:
        return Texts::tr("binary");
    }
    return {};
}

QString decodeSentence(const DecodeOutcome& outcome)
{
    const QString coding = shownBytes(outcome.coding);
    switch (outcome.end) {
    case DecodeEnd::Complete:
    case DecodeEnd::Cancelled:
        break;
    case DecodeEnd::UnknownCoding:
        return Texts::tr("The content encoding \u201c%1\u201d is not known; the body is shown as sent.").arg(coding);
    case DecodeEnd::TooManyCodings:
        return Texts::tr("The body has too many content encodings; it is shown as sent.");
    case DecodeEnd::Corrupt:
        return Texts::tr("The %1 data is damaged at byte %2; what could be decoded is shown.")
            .arg(coding, countText(outcome.offset));
    case DecodeEnd::Incomplete:
        return Texts::tr("The %1 data stops before its end; what could be decoded is shown.").arg(coding);
    case DecodeEnd::SizeLimit:
    case DecodeEnd::RatioLimit:
        return Texts::tr("The body unpacks to far more than it is; only the first %1 are shown.")
            .arg(sizeText(outcome.decodedBytes));
    case DecodeEnd::Unreadable:
        return Texts::tr("The file that holds the body cannot be read.");
    }
    return {};
}

QString jsonErrorSentence(const JsonLayoutError& error)
{
    const QString line = countText(error.line);
    const QString column = countText(error.column);
    switch (error.code) {
    case JsonLayoutErrorCode::Invalid:
        return Texts::tr("Not valid JSON at line %1, column %2.").arg(line, column);
    case JsonLayoutErrorCode::InvalidUtf8:
        return Texts::tr("Not UTF-8 at line %1, column %2, so not valid JSON.").arg(line, column);
    case JsonLayoutErrorCode::TooDeep:
        return Texts::tr("Nested too deep to be formatted, from line %1, column %2.").arg(line, column);
    case JsonLayoutErrorCode::TooLarge:
        return Texts::tr("Formatted, the body would be too large to show.");
    case JsonLayoutErrorCode::Cancelled:
        break;
    }
    return {};
}

} // namespace hookloupe
