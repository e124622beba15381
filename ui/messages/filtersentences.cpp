// SPDX-License-Identifier: GPL-3.0-or-later
#include "messages/filtersentences.h"

#include "messages/quantities.h"
#include "query/filterparser.h"

#include <QCoreApplication>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

struct FilterSentences {
    Q_DECLARE_TR_FUNCTIONS(hookloupe::FilterSentences)
};

QString tr(const char* text)
{
    return FilterSentences::tr(text);
}

QString valueSentence(const FilterError& error)
{
    switch (error.code) {
    case FilterErrorCode::MissingValue:
        return error.proposal.isEmpty() ? tr("a value is missing")
                                        : tr("a value is missing, such as in %1").arg(error.proposal);
    case FilterErrorCode::UnknownWord:
        return tr("one of these words belongs here: %1").arg(error.proposal);
    case FilterErrorCode::NoComparison:
        return tr("this field cannot be compared; right would be %1").arg(error.proposal);
    default:
        return tr("the field takes no \u201C%1\u201D; right would be %2").arg(error.subject, error.proposal);
    }
}

QString fieldSentence(const FilterError& error)
{
    switch (error.code) {
    case FilterErrorCode::UnknownField:
        return error.proposal.isEmpty()
            ? tr("there is no field \u201C%1\u201D; put text with a colon into quotes").arg(error.subject)
            : tr("there is no field \u201C%1\u201D; did you mean %2?").arg(error.subject, error.proposal);
    case FilterErrorCode::MissingName:
        return tr("a name is missing behind a dot, such as in %1").arg(error.proposal);
    case FilterErrorCode::BadName:
        return tr("\u201C%1\u201D is no name for it; right would be %2").arg(error.subject, error.proposal);
    default:
        return error.subject == filterFieldInfo(FilterField::Note).name
            ? tr("this version knows of no notes; leave it out")
            : tr("this version knows of no retries, duplicates and stale events; leave it out");
    }
}

QString shapeSentence(FilterErrorCode code)
{
    switch (code) {
    case FilterErrorCode::TooLong:
        return tr("a filter has at most %1 characters; shorten it").arg(countText(FilterLimits::MaxLength));
    case FilterErrorCode::TooManyTerms:
        return tr("a filter has at most %1 terms; leave some out").arg(countText(FilterLimits::MaxTerms));
    case FilterErrorCode::TooDeep:
        return tr("parentheses and negations go at most %1 deep").arg(FilterLimits::MaxDepth);
    case FilterErrorCode::MissingTerm:
        return tr("a term is missing here, such as status:5xx");
    case FilterErrorCode::Unclosed:
        return tr("this parenthesis wants a closing one");
    case FilterErrorCode::Unopened:
        return tr("this parenthesis closes nothing; remove it");
    case FilterErrorCode::UnclosedQuote:
        return tr("this quote wants a closing one");
    case FilterErrorCode::BadEscape:
        return tr("unknown escape; within quotes there are \\\" \\\\ \\n \\r \\t and \\xNN");
    default:
        return tr("put text with parentheses into quotes, or a blank before a group");
    }
}

QString sentence(const FilterError& error)
{
    switch (error.code) {
    case FilterErrorCode::MissingValue:
    case FilterErrorCode::BadValue:
    case FilterErrorCode::UnknownWord:
    case FilterErrorCode::NoComparison:
        return valueSentence(error);
    case FilterErrorCode::UnknownField:
    case FilterErrorCode::MissingName:
    case FilterErrorCode::BadName:
    case FilterErrorCode::NotKnown:
        return fieldSentence(error);
    default:
        return shapeSentence(error.code);
    }
}

QString meaningOfText(FilterField field)
{
    switch (field) {
    case FilterField::Method:
        return tr("The method of the request");
    case FilterField::Path:
        return tr("The target before its ?; * stands for anything");
    case FilterField::Query:
        return tr("A part of what stands behind the ?");
    case FilterField::Provider:
        return tr("The id of the provider's profile");
    case FilterField::Event:
        return tr("The event type");
    case FilterField::Message:
        return tr("The id of the message");
    case FilterField::Resource:
        return tr("The id of what the event is about");
    case FilterField::Ip:
        return tr("The address of the client");
    case FilterField::Header:
        return tr("Any header of that name, as text or as a number");
    case FilterField::Json:
        return tr("A value of a JSON body, as text or as a number");
    case FilterField::Body:
        return tr("A part of the body, once it is decoded");
    case FilterField::Note:
        return tr("A part of the note");
    default:
        return tr("A word without a field: in path, headers or body");
    }
}

} // namespace

QString sentenceOf(const FilterError& error)
{
    return tr("Column %1: %2").arg(QString::number(error.column), sentence(error));
}

QString meaningOf(FilterField field)
{
    switch (field) {
    case FilterField::Status:
        return tr("The status of the response, a class, a comparison, or a fault such as timeout");
    case FilterField::Signature:
    case FilterField::Fresh:
    case FilterField::Kind:
    case FilterField::Is: {
        QStringList words;
        for (const QByteArrayView word : filterWords(field))
            words += QString::fromLatin1(word);
        return tr("One of %1").arg(words.join(u", "_s));
    }
    case FilterField::Size:
        return tr("The size of the body as it was sent");
    case FilterField::Delay:
        return tr("How long the response was held back");
    case FilterField::Id:
        return tr("The number of the delivery in its session");
    case FilterField::Age:
        return tr("How long ago it came");
    case FilterField::Time:
        return tr("When it came: today, a clock time, a date or both");
    default:
        return meaningOfText(field);
    }
}

} // namespace hookloupe
