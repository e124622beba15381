// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/trial/profiletrial.h"

#include "http/jsonlayout.h"
#include "profile/contenttemplate.h"
#include "profile/profileparameters.h"
#include "profile/profilereader.h"
#include "profile/requestvalues.h"
#include "profile/text/profiletext.h"
#include "signature/signaturefields.h"

#include <algorithm>

namespace hookloupe {

namespace {

constexpr int MaxDepth = 32; ///< as the profile reader has it
constexpr qsizetype MaxShownBytes = 512;

int lineOf(const QByteArray& json, qsizetype offset)
{
    return 1 + static_cast<int>(std::count(json.begin(), json.begin() + std::min(offset, json.size()), '\n'));
}

ProfileProblem placed(const JsonOutline& outline, const ProfileError& error)
{
    ProfileProblem problem { error.pointer.toUtf8(), error.detail, 0, 0, 1 };
    if (const JsonOutline::Node* const node = outline.nearest(problem.pointer)) {
        const bool isContainer = node->kind == JsonOutline::Kind::Object || node->kind == JsonOutline::Kind::Array;
        problem.begin = node->from();
        problem.end = isContainer ? std::max(node->begin + 1, node->from() + 1) : node->end;
    }
    problem.line = lineOf(outline.json(), problem.begin);
    return problem;
}

/// A text that is no JSON has one problem, where the strict reader stopped.
ProfileProblem broken(const QByteArray& json, const JsonLayoutError& error)
{
    const qsizetype at = std::min<qsizetype>(error.offset, json.size());
    return { {}, error.detail, at, std::min(at + 1, json.size()), static_cast<int>(error.line) };
}

std::vector<ProfileProblem> placedProblems(const QByteArray& json, const std::vector<ProfileError>& errors)
{
    JsonLayoutLimits limits;
    limits.maxDepth = MaxDepth;
    if (const auto layout = layOutJson(json, limits); !layout)
        return { broken(json, layout.error()) };
    const JsonOutline outline(json);
    std::vector<ProfileProblem> problems;
    for (const ProfileError& error : errors)
        problems.push_back(placed(outline, error));
    std::stable_sort(
        problems.begin(), problems.end(), [](const auto& left, const auto& right) { return left.begin < right.begin; });
    return problems;
}

/// Works out what each locator and template of a text gives, whether the text as a whole is accepted or not.
class ValueTrial {
public:
    ValueTrial(const JsonOutline& outline, RequestValues& values, const Profile* profile)
        : m_outline(outline)
        , m_values(values)
        , m_profile(profile)
    {
        m_values.setParam("secret", QByteArray("[secret]"));
    }
    ~ValueTrial() { m_values.setParam("secret", std::nullopt); }
    ValueTrial(const ValueTrial&) = delete;
    ValueTrial& operator=(const ValueTrial&) = delete;

    std::map<QByteArray, std::optional<QByteArray>> run()
    {
        trySchemes();
        tryRules();
        tryEvent();
        return std::move(m_found);
    }

private:
    void tryRules()
    {
        const JsonOutline::Node* const rules = m_outline.find("/recognize");
        for (std::size_t i = 0; rules && i < rules->children.size(); ++i) {
            const QByteArray when = "/recognize/" + QByteArray::number(i) + "/when/";
            tryPlaces(when + "has", false);
            tryPlaces(when + "not", false);
            const JsonOutline::Node* const equals = m_outline.find(QByteArray(when + "equals"));
            for (std::size_t k = 0; equals && k < equals->children.size(); ++k) {
                const JsonOutline::Node& member = m_outline.child(*equals, k);
                note(m_outline.pointerTo(member), locatorValue(member.step));
            }
        }
    }

    void trySchemes()
    {
        const JsonOutline::Node* const schemes = m_outline.find("/schemes");
        for (std::size_t i = 0; schemes && i < schemes->children.size(); ++i) {
            const QByteArray scheme = "/schemes/" + QByteArray::number(i);
            if (m_profile && i < m_profile->schemes.size())
                setFields(m_profile->schemes[i]);
            const QByteArray from = scheme + "/signature/from";
            if (isSecretItself(scheme) && m_outline.find(from))
                note(from, QByteArray("[secret]"));
            else
                tryPlaces(from, false);
            tryPlaces(scheme + "/time/from", false);
            tryPlaces(scheme + "/content", true);
            m_values.setSignatureFields({});
        }
    }

    void tryEvent()
    {
        const QByteArray item = m_values.item();
        if (m_profile && !m_profile->event.batch.empty()) {
            const std::vector<QByteArray> first = m_values.items(m_profile->event.batch, 1);
            m_values.setItem(first.empty() ? QByteArray() : first.front());
        }
        for (const char* fact : { "id", "type", "time", "resource" })
            tryPlaces(QByteArray("/event/") + fact, false);
        m_values.setItem(item);
    }

    /// What these send is the secret, and no text of this window shows one.
    bool isSecretItself(const QByteArray& scheme) const
    {
        const QByteArray algorithm = m_outline.string(QByteArray(scheme + "/algorithm")).value_or(QByteArray());
        return algorithm == "token" || algorithm == "basic";
    }

    void setFields(const Scheme& scheme)
    {
        const std::optional<QByteArray> text = m_values.value(scheme.signature.from);
        if (!text)
            return;
        const std::vector<SignatureFields> lists = parseSignatureFields(scheme.signature, *text);
        if (!lists.empty())
            m_values.setSignatureFields(lists.front().fields);
    }

    void tryPlaces(const QByteArray& pointer, bool isTemplate)
    {
        const JsonOutline::Node* const node = m_outline.find(pointer);
        if (!node)
            return;
        if (node->kind == JsonOutline::Kind::String)
            tryText(pointer, unquotedJson(m_outline.raw(*node)), isTemplate);
        for (std::size_t i = 0; node->kind == JsonOutline::Kind::Array && i < node->children.size(); ++i) {
            const JsonOutline::Node& element = m_outline.child(*node, i);
            if (element.kind == JsonOutline::Kind::String)
                tryText(m_outline.pointerTo(element), unquotedJson(m_outline.raw(element)), isTemplate);
        }
    }

    void tryText(const QByteArray& pointer, const QByteArray& text, bool isTemplate)
    {
        if (!isTemplate && !text.contains('{')) {
            note(pointer, locatorValue(text));
            return;
        }
        const auto content = ContentTemplate::parse(text);
        note(pointer, content ? m_values.text(*content) : std::nullopt);
    }

    std::optional<QByteArray> locatorValue(const QByteArray& text) const
    {
        const std::optional<Locator> locator = parseLocator(text);
        return locator ? m_values.value(*locator) : std::nullopt;
    }

    void note(const QByteArray& pointer, std::optional<QByteArray> value)
    {
        if (value)
            value->truncate(MaxShownBytes);
        m_found.insert_or_assign(pointer, std::move(value));
    }

    const JsonOutline& m_outline;
    RequestValues& m_values;
    const Profile* m_profile;
    std::map<QByteArray, std::optional<QByteArray>> m_found;
};

QByteArrayList marksOf(const Condition& when)
{
    QByteArrayList marks;
    for (const Locator& locator : when.present)
        marks.append(toText(locator));
    for (const auto& [locator, text] : when.equal)
        marks.append(toText(locator) + " = " + text);
    return marks;
}

int bestWeight(const Profile& profile, const RequestValues& values, QByteArrayView method)
{
    int best = 0;
    for (const RecognitionRule& rule : profile.recognition) {
        if (rule.weight > best && holds(rule.when, values, method))
            best = rule.weight;
    }
    return best;
}

TrialRecognition recognised(const TrialInput& input, const Profile& profile, const RequestValues& values)
{
    TrialRecognition found;
    const QByteArrayView method = input.request->head.method();
    for (const RecognitionRule& rule : profile.recognition) {
        found.rules.push_back(holds(rule.when, values, method));
        if (!found.rules.back() || rule.weight <= found.weight)
            continue;
        found.weight = rule.weight;
        found.marks = marksOf(rule.when);
    }
    if (!input.others)
        return found;
    for (const ProfilePtr& other : input.others->profiles()) {
        if (other->id == profile.id || other->id == input.currentId)
            continue;
        const int weight = bestWeight(*other, values, method);
        if (weight > 0 && weight >= found.weight)
            (weight == found.weight ? found.equal : found.stronger).push_back(other->name);
    }
    return found;
}

} // namespace

std::vector<ProfileProblem> profileProblems(const QByteArray& json)
{
    const auto profile = readProfile(json, {});
    return profile ? std::vector<ProfileProblem>() : placedProblems(json, profile.error());
}

TrialResult tryProfile(const TrialInput& input)
{
    TrialResult result;
    result.request = input.request;
    const auto profile = readProfile(input.json, {});
    if (profile)
        result.profile = *profile;
    else
        result.problems = placedProblems(input.json, profile.error());
    if (!input.request)
        return result;
    RequestValues values(*input.request, input.endpoint);
    result.values = ValueTrial(JsonOutline(input.json), values, result.profile.get()).run();
    if (!profile)
        return result;
    result.needsUrl = looksAtUrl(**profile);
    for (const QByteArray& name : parameterNames(**profile)) {
        if (name != "secret")
            result.params.append(name);
    }
    result.recognition = recognised(input, **profile, values);
    result.event = eventFacts(**profile, values);
    const auto challenge = std::find_if((*profile)->challenges.begin(), (*profile)->challenges.end(),
        [&](const Challenge& one) { return holds(one.when, values, input.request->head.method()); });
    if (challenge != (*profile)->challenges.end())
        result.challenge = challenge->name;
    result.report = verifySignature(**profile, *input.request, values, input.secrets, input.arrivedAt);
    explainMismatch(result.report, **profile, *input.request, values, input.secrets, {});
    return result;
}

} // namespace hookloupe
