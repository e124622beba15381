// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/trial/trialtext.h"

#include "messages/quantities.h"

#include <QCoreApplication>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr QChar Check = u'\u2713';
constexpr QChar Cross = u'\u2715';
constexpr QChar Dash = u'\u2013';
constexpr QChar Clock = u'\u25F7';

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(TrialText)
};

void sayVerdict(const SignatureReport& report, bool hasSecret, TrialWords& said)
{
    const auto say = [&said](QChar glyph, Tone tone, const QString& headline, const QString& sentence) {
        said.glyph = glyph;
        said.tone = tone;
        said.headline = headline;
        said.sentence = sentence;
    };
    switch (report.verdict) {
    case Verdict::Valid:
        return say(Check, Tone::Ok, Texts::tr("Signature is valid"), {});
    case Verdict::Mismatch:
        return say(Cross, Tone::Danger, Texts::tr("Signature does not match"),
            report.reason.isEmpty()
                ? Texts::tr("Either the secret is another one, or the scheme says it differently from what was signed.")
                : Texts::tr("Cause found: %1. The manual has a section on it.").arg(QString::fromUtf8(report.reason)));
    case Verdict::Missing:
        return say(Dash, Tone::Warning, Texts::tr("No signature where the profile looks for it"), {});
    case Verdict::Malformed:
        return say(Cross, Tone::Danger, Texts::tr("Signature cannot be read as the profile says"), {});
    case Verdict::NoSecret:
        return say(u'?', Tone::Neutral, Texts::tr("Not checked yet: no secret"),
            hasSecret
                ? Texts::tr("The secret does not decode as the profile says.")
                : Texts::tr("Enter the secret above. It stays in memory alone and is forgotten with this window."));
    case Verdict::NotSigned:
        return say(Dash, Tone::Neutral, Texts::tr("The provider does not sign"), {});
    case Verdict::Unknown:
        return say(u'?', Tone::Neutral, Texts::tr("Not known"), {});
    }
}

QString factText(const QByteArray& text)
{
    return text.isEmpty() ? QString(Dash) : shownBytes(text);
}

FactSection eventSection(const EventFacts& event)
{
    const auto fact = [](const QString& name, const QByteArray& value) {
        return Fact { .label = name, .value = factText(value), .isFixed = !value.isEmpty() };
    };
    return { Texts::tr("Event"),
        { fact(Texts::tr("Id"), event.id), fact(Texts::tr("Type"), event.type), fact(Texts::tr("Time"), event.time),
            fact(Texts::tr("Resource"), event.resource) } };
}

QString joined(const std::vector<QString>& names)
{
    constexpr std::size_t Most = 5;
    QStringList list(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(std::min(names.size(), Most)));
    if (names.size() > Most)
        list << u"\u2026"_s;
    return list.join(u", "_s);
}

FactSection recognitionSection(const TrialRecognition& found)
{
    FactSection section { Texts::tr("Recognition"), {} };
    if (found.weight == 0) {
        section.facts.push_back({ .label = Texts::tr("By its marks"),
            .value = Texts::tr("not recognised"),
            .glyph = Dash,
            .tone = Tone::Neutral });
    } else {
        QStringList marks;
        for (const QByteArray& mark : found.marks)
            marks << QString::fromUtf8(mark);
        section.facts.push_back({ .label = Texts::tr("Recognised by"),
            .value = marks.join(u", "_s),
            .note = Texts::tr("weight %1").arg(found.weight),
            .isFixed = true,
            .glyph = Check,
            .tone = Tone::Ok });
    }
    if (!found.stronger.empty())
        section.facts.push_back({ .label = Texts::tr("Fits better"),
            .value = joined(found.stronger),
            .note = Texts::tr("These profiles claim the delivery with more weight."),
            .glyph = u'\u25B2',
            .tone = Tone::Warning });
    if (!found.equal.empty() && found.weight > 0)
        section.facts.push_back({ .label = Texts::tr("Fits as well"),
            .value = joined(found.equal),
            .note = Texts::tr("Ambiguous: a person has to choose."),
            .glyph = u'\u25B2',
            .tone = Tone::Warning });
    return section;
}

Fact checkFact(const SignatureCheck& check)
{
    const bool isPassed = check.outcome == SignatureCheck::Outcome::Passed;
    const bool isFailed = check.outcome == SignatureCheck::Outcome::Failed;
    return { .label = QString::fromUtf8(check.name),
        .value = check.detail,
        .glyph = isPassed ? Check
            : isFailed    ? Cross
                          : Dash,
        .tone = isPassed ? Tone::Ok
            : isFailed   ? Tone::Danger
                         : Tone::Neutral };
}

FactSection signatureSection(const SignatureReport& report)
{
    FactSection section { Texts::tr("Signature"), {} };
    if (!report.scheme.isEmpty())
        section.facts.push_back(
            { .label = Texts::tr("Scheme"), .value = QString::fromUtf8(report.scheme), .isFixed = true });
    if (report.freshness != Freshness::NotChecked) {
        const bool isFresh = report.freshness == Freshness::Fresh;
        section.facts.push_back({ .label = Texts::tr("Age at arrival"),
            .value = isFresh ? Texts::tr("fresh") : Texts::tr("outside the tolerance"),
            .note = report.age ? durationText(*report.age) : QString(),
            .glyph = isFresh ? Check : Clock,
            .tone = isFresh ? Tone::Ok : Tone::Warning });
    }
    if (report.verdict == Verdict::Valid)
        section.facts.push_back({ .label = Texts::tr("Body"),
            .value
            = report.isBodyCovered ? Texts::tr("covered by the signature") : Texts::tr("not covered by the signature"),
            .glyph = report.isBodyCovered ? Check : Dash,
            .tone = report.isBodyCovered ? Tone::Ok : Tone::Warning });
    return section;
}

} // namespace

TrialWords wordsOf(const TrialResult& result, bool hasSecret)
{
    TrialWords said;
    if (!result.profile) {
        said.glyph = Cross;
        said.tone = Tone::Danger;
        said.headline = Texts::tr("The profile cannot be used yet");
        said.sentence = result.problems.size() == 1
            ? Texts::tr("One thing is wrong; see the list below the text.")
            : Texts::tr("%1 things are wrong; see the list below the text.").arg(result.problems.size());
        return said;
    }
    if (!result.request) {
        said.glyph = Check;
        said.tone = Tone::Ok;
        said.headline = Texts::tr("The profile can be used");
        said.sentence = Texts::tr("Select a delivery in the main window to try it on.");
        return said;
    }
    sayVerdict(result.report, hasSecret, said);
    said.sections.push_back(signatureSection(result.report));
    FactSection checks { Texts::tr("Checks"), {} };
    for (const SignatureCheck& check : result.report.checks)
        checks.facts.push_back(checkFact(check));
    said.sections.push_back(std::move(checks));
    said.sections.push_back(eventSection(result.event));
    said.sections.push_back(recognitionSection(result.recognition));
    if (!result.challenge.isEmpty())
        said.sections.push_back({ Texts::tr("Challenge"),
            { { .label = Texts::tr("Name"),
                .value = QString::fromUtf8(result.challenge),
                .note = Texts::tr("It wants a certain answer and brings no event."),
                .isFixed = true } } });
    return said;
}

} // namespace hookloupe
