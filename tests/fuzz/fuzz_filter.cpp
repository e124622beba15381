// SPDX-License-Identifier: GPL-3.0-or-later
// Any text is a filter or has a mistake at a place within it; any filter answers for any delivery. What stands behind
// the first NUL is the delivery's request: head, empty line, body.
#include "query/filtermatch.h"
#include "query/filterparser.h"

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

Delivery deliveryOf(QByteArrayView bytes)
{
    const qsizetype end = bytes.indexOf("\r\n\r\n");
    const qsizetype split = end < 0 ? bytes.size() : end + 4;
    auto request = std::make_shared<Request>();
    request->head = RequestHead::parse(bytes.first(split).toByteArray());
    request->body = Body(bytes.sliced(split).toByteArray());
    request->peer.address = QStringLiteral("127.0.0.1");
    Delivery delivery;
    delivery.id = { 1 };
    delivery.request = std::move(request);
    delivery.response = std::make_shared<Response>();
    delivery.facts.provider = "stripe";
    return delivery;
}

int depthOf(const FilterExpression& filter)
{
    int most = 0;
    for (const FilterExpression& child : filter.children)
        most = std::max(most, depthOf(child));
    return most + 1;
}

void checkError(const FilterError& error, qsizetype length)
{
    require(error.column >= 1 && error.length >= 0, "a mistake has a place");
    require(error.column - 1 + error.length <= length, "the place of a mistake is within the text");
    require(!error.detail.isEmpty(), "a mistake is told");
}

void checkTerms(const FilterExpression& filter, qsizetype length)
{
    int terms = 0;
    forEachTerm(filter, [&](const FilterTerm& term) {
        ++terms;
        require(term.column >= 1 && term.length > 0 && term.column - 1 + term.length <= length, "a term has a place");
    });
    require(terms <= FilterLimits::MaxTerms, "the number of terms is bounded");
    require(depthOf(filter) <= 3 * FilterLimits::MaxDepth + 3, "the depth is bounded");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const QByteArrayView bytes(reinterpret_cast<const char*>(data), static_cast<qsizetype>(size));
    const qsizetype nul = bytes.indexOf('\0');
    const QString text = QString::fromUtf8(nul < 0 ? bytes : bytes.first(nul));
    const auto filter = parseFilter(text);
    if (!filter) {
        checkError(filter.error(), text.size());
        return 0;
    }
    checkTerms(*filter, text.size());
    const Delivery delivery = deliveryOf(nul < 0 ? QByteArrayView("GET / HTTP/1.1\r\n\r\n") : bytes.sliced(nul + 1));
    const SystemTime now { std::chrono::seconds(1'767'366'245) };
    const bool isMatch = matches(*filter, delivery, now);
    FilterExpression opposite;
    opposite.kind = FilterExpression::Kind::Not;
    opposite.children.push_back(*filter);
    require(matches(opposite, delivery, now) != isMatch, "a filter or its opposite matches");
    return 0;
}
