// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever the bytes: the reader ends, with a profile that can be used or with errors that say where; and no profile
// and no body make the values of a request anything but values. The input is a profile, a NUL byte, and a body.
#include "profile/eventfacts.h"
#include "profile/profilereader.h"
#include "profile/recognizer.h"
#include "support/requestof.h"

#include <cstdint>
#include <cstdio>
#include <cstdlib>

using namespace hookloupe;

namespace {

void require(bool holds, const char* property)
{
    if (holds)
        return;
    std::fprintf(stderr, "Violated: %s\n", property);
    std::abort();
}

void checkErrors(const std::vector<ProfileError>& errors)
{
    require(!errors.empty() && errors.size() <= 100, "there is an error, and not too many");
    for (const ProfileError& error : errors)
        require(!error.detail.isEmpty(), "each error says something");
}

void useProfile(const Profile& profile, const QByteArray& body)
{
    const Request request
        = test::requestOf("POST", "/hooks/rate?a=1&b=%20", { { "Host", "h" }, { "X-A", "a, b" } }, body);
    const EndpointValues endpoint { {}, { { "secret", "k" } } };
    RequestValues values(request, endpoint);
    const EventFacts facts = eventFacts(profile, values);
    require(facts.id.size() <= MaxFactBytes && facts.type.size() <= MaxFactBytes, "facts are short");
    for (const Scheme& scheme : profile.schemes) {
        require(!scheme.id.isEmpty(), "a scheme has an id");
        holds(scheme.when, values, "POST");
        const std::vector<QByteArray> items = values.items(scheme.foreach, 100);
        require(items.size() <= 100, "items are within their limit");
        for (const QByteArray& item : items) {
            values.setItem(item);
            values.text(scheme.content);
        }
        values.text(scheme.content);
        values.value(scheme.signature.from);
    }
    for (const RecognitionRule& rule : profile.recognition)
        holds(rule.when, values, "POST");
}

bool isSame(const ContentTemplate& content)
{
    const auto again = ContentTemplate::parse(content.toText());
    return again && *again == content;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArray bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const qsizetype end = bytes.indexOf('\0');
    const QByteArray json = end < 0 ? bytes : bytes.left(end);
    const QByteArray body = end < 0 ? bytes : bytes.mid(end + 1);
    const auto profile = readProfile(json, QStringLiteral("fuzz.json"));
    if (profile)
        useProfile(**profile, body);
    else
        checkErrors(profile.error());
    const auto content = ContentTemplate::parse(json);
    require(!content || isSame(*content) || content->toText().size() > ContentTemplate::MaxTextBytes,
        "a template is what it was written from");
    return 0;
}
