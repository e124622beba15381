// SPDX-License-Identifier: GPL-3.0-or-later
#include "response/responserules.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace hookloupe {

namespace {

constexpr qint64 HashedOfFile = 64 * 1024;

using DigestContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

/// Fetched once: looking the algorithm up costs more than hashing a small body.
const EVP_MD* sha256()
{
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> fetched(
        EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
    return fetched ? fetched.get() : EVP_sha256();
}

/// The length goes before the bytes, so that no two requests run together into the same input.
void addPart(EVP_MD_CTX* context, qint64 size, QByteArrayView bytes)
{
    EVP_DigestUpdate(context, &size, sizeof size);
    EVP_DigestUpdate(context, bytes.data(), static_cast<std::size_t>(bytes.size()));
}

} // namespace

std::size_t ResponseRules::KeyHash::operator()(const MessageKey& key) const noexcept
{
    std::size_t hash = 0;
    std::memcpy(&hash, key.data(), sizeof hash);
    return hash;
}

ResponseRules::ResponseRules(std::size_t rememberedMessages)
    : m_capacity(std::max<std::size_t>(rememberedMessages, 1))
{
    setSequence({});
}

void ResponseRules::setSequence(ResponseSequence sequence)
{
    std::vector<ResponsePtr> shared;
    shared.reserve(sequence.steps().size());
    for (const auto& step : sequence.steps())
        shared.push_back(std::make_shared<const Response>(step.plan));

    const std::lock_guard lock(m_mutex);
    m_sequence = std::move(sequence);
    m_shared.swap(shared);
    m_seen.clear();
    m_recent.clear();
}

ResponseSequence ResponseRules::sequence() const
{
    const std::lock_guard lock(m_mutex);
    return m_sequence;
}

ResponsePtr ResponseRules::decide(const Request& request)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_sequence.isSinglePlan())
            return m_shared.front();
    }
    // Hashing happens outside the lock; a sequence that is set meanwhile is the one that counts.
    const MessageKey key = keyOf(request);
    const std::lock_guard lock(m_mutex);
    if (m_sequence.isSinglePlan())
        return m_shared.front();
    return m_shared[m_sequence.stepFor(countEarlier(key))];
}

ResponseRules::MessageKey ResponseRules::keyOf(const Request& request)
{
    MessageKey key {};
    const DigestContext context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!context || EVP_DigestInit_ex(context.get(), sha256(), nullptr) != 1)
        return key;
    const QByteArrayView method = request.head.method();
    const QByteArrayView target = request.head.target();
    addPart(context.get(), method.size(), method);
    addPart(context.get(), target.size(), target);
    if (request.body.isInFile())
        addPart(context.get(), request.body.size(), request.body.read(0, HashedOfFile));
    else
        addPart(context.get(), request.body.size(), request.body.bytes());
    EVP_DigestFinal_ex(context.get(), key.data(), nullptr);
    return key;
}

qint64 ResponseRules::countEarlier(const MessageKey& key)
{
    if (const auto found = m_seen.find(key); found != m_seen.end()) {
        m_recent.splice(m_recent.begin(), m_recent, found->second);
        return found->second->deliveries++;
    }
    if (m_seen.size() >= m_capacity) {
        m_seen.erase(m_recent.back().key);
        m_recent.pop_back();
    }
    m_recent.push_front({ key, 1 });
    m_seen.emplace(key, m_recent.begin());
    return 0;
}

} // namespace hookloupe
