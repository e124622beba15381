// SPDX-License-Identifier: GPL-3.0-or-later
#include "signature/bodycoverage.h"

#include <QStringList>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxNamedValues = 8;

bool isValueOfBody(const ContentTemplate::Part& part)
{
    using Kind = Locator::Kind;
    return !part.isText
        && (part.locator.kind == Kind::Json || part.locator.kind == Kind::Item || part.locator.kind == Kind::Form);
}

/// How far one template protects the body.
BodyCoverage coverageOf(const ContentTemplate& content)
{
    const auto hasCheckSum = [](const ContentTemplate::Part& part) {
        return std::any_of(part.filters.begin(), part.filters.end(),
            [](const TemplateFilter& filter) { return filter.kind == TemplateFilter::Kind::Crc32Decimal; });
    };
    if (!content.coversBody())
        return BodyCoverage::None;
    const bool isWhole = std::any_of(content.parts().begin(), content.parts().end(), [&](const auto& part) {
        return !part.isText && part.locator.kind == Locator::Kind::Body && !hasCheckSum(part);
    });
    return isWhole ? BodyCoverage::Whole : BodyCoverage::CheckSum;
}

/// A form that is signed field by field: nothing of such a body is left out.
bool isWholeForm(const ContentTemplate& content, const RequestValues& values)
{
    const bool readsForm = std::any_of(content.parts().begin(), content.parts().end(),
        [](const auto& part) { return !part.isText && part.locator.kind == Locator::Kind::FormSorted; });
    if (!readsForm)
        return false;
    const std::optional<QByteArray> form = values.value({ Locator::Kind::FormSorted, {} });
    const std::optional<QByteArray> body = values.value({ Locator::Kind::Body, {} });
    return (form && !form->isEmpty()) || !body || body->isEmpty();
}

BodyCoverage coverageOfToken(const Scheme& scheme)
{
    if (scheme.signature.from.kind == Locator::Kind::Body)
        return BodyCoverage::Whole;
    BodyCoverage best = coverageOf(scheme.detached);
    for (const auto& [name, content] : scheme.claims)
        best = std::max(best, coverageOf(content));
    return best;
}

} // namespace

BodyCoverage bodyCoverage(const Scheme& scheme, const RequestValues& values)
{
    BodyCoverage best
        = scheme.algorithm == SignatureAlgorithm::Jws ? coverageOfToken(scheme) : coverageOf(scheme.content);
    for (const auto& [locator, content] : scheme.asserts) {
        if (const BodyCoverage asserted = coverageOf(content); asserted > best && values.value(locator))
            best = asserted;
    }
    if (best < BodyCoverage::Whole && isWholeForm(scheme.content, values))
        return BodyCoverage::Whole;
    if (best == BodyCoverage::None && !signedBodyValues(scheme).empty())
        return scheme.signsFields ? BodyCoverage::Message : BodyCoverage::Values;
    return best;
}

std::vector<QByteArray> signedBodyValues(const Scheme& scheme)
{
    std::vector<QByteArray> names;
    for (const ContentTemplate::Part& part : scheme.content.parts()) {
        if (!isValueOfBody(part))
            continue;
        if (QByteArray name = toText(part.locator); std::find(names.begin(), names.end(), name) == names.end())
            names.push_back(std::move(name));
    }
    return names;
}

QString coverageText(BodyCoverage coverage, const Scheme& scheme)
{
    QStringList names;
    for (const QByteArray& name : signedBodyValues(scheme))
        names.append(QString::fromUtf8(name));
    if (names.size() > MaxNamedValues)
        names = names.mid(0, MaxNamedValues) + QStringList { u"…"_s };
    const QString list = names.join(u", "_s);
    switch (coverage) {
    case BodyCoverage::None:
        return u"The signature does not cover the body: it may have been changed on the way."_s;
    case BodyCoverage::Values:
        return u"Of the body the signature covers %1 alone: the rest may have been changed on the way."_s.arg(list);
    case BodyCoverage::Message:
        return u"Of the body the signature covers %1, which are the message; nothing else in it counts."_s.arg(list);
    case BodyCoverage::CheckSum:
        return u"The signature covers a check sum of the body, which a changed body can be made to have as well."_s;
    case BodyCoverage::Whole:
        break;
    }
    return {};
}

} // namespace hookloupe
