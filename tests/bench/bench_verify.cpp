// SPDX-License-Identifier: GPL-3.0-or-later
// What the check of one delivery of 1 KiB costs against one bare HMAC-SHA256 of the same bytes. Prints a table; the
// figure to hold is the ratio. Both run in turns, so that the machine's mood meets both.
#include "profile/profilecatalog.h"
#include "signature/crypto/hash.h"
#include "signature/verifier.h"

#include <QByteArray>

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <vector>

using namespace hookloupe;

namespace {

constexpr int Rounds = 41;
constexpr int PerRound = 4000;

/// The reference: the algorithm fetched and the context made once, the key set for each message.
class BareHmac {
public:
    BareHmac()
        : m_mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr))
        , m_context(EVP_MAC_CTX_new(m_mac))
    {
        char name[] = "SHA2-256";
        std::array<OSSL_PARAM, 2> params { OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
            OSSL_PARAM_construct_end() };
        EVP_MAC_CTX_set_params(m_context, params.data());
    }
    ~BareHmac()
    {
        EVP_MAC_CTX_free(m_context);
        EVP_MAC_free(m_mac);
    }
    BareHmac(const BareHmac&) = delete;
    BareHmac& operator=(const BareHmac&) = delete;

    unsigned char firstByte(const QByteArray& key, const QByteArray& data)
    {
        std::array<unsigned char, 32> out {};
        std::size_t length = 0;
        EVP_MAC_init(m_context, reinterpret_cast<const unsigned char*>(key.constData()),
            static_cast<std::size_t>(key.size()), nullptr);
        EVP_MAC_update(
            m_context, reinterpret_cast<const unsigned char*>(data.constData()), static_cast<std::size_t>(data.size()));
        EVP_MAC_final(m_context, out.data(), &length, out.size());
        return out[0];
    }

private:
    EVP_MAC* m_mac;
    EVP_MAC_CTX* m_context;
};

template<typename Work>
double nanosecondsEach(const Work& work)
{
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < PerRound; ++i)
        work();
    const std::chrono::duration<double, std::nano> took = std::chrono::steady_clock::now() - begin;
    return took.count() / PerRound;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values.at(values.size() / 2);
}

Request delivery(const QByteArray& secret, const QByteArray& body)
{
    QByteArray head = "POST /hooks/machnet HTTP/1.1\r\nHost: example.test\r\nUser-Agent: sender/1.0\r\nAccept: */*\r\n"
                      "Accept-Encoding: gzip\r\nContent-Type: application/json\r\nX-Forwarded-For: 192.0.2.1\r\n"
                      "X-Forwarded-Proto: https\r\nX-Request-Id: 6f1f9a52\r\nx-raas-event: transaction_processed\r\n"
                      "Connection: keep-alive\r\nContent-Length: 1024\r\nx-raas-webhook-signature: ";
    head += hmac(HashAlgorithm::Sha256, secret, body).toHex() + "\r\n\r\n";
    Request request;
    request.head = RequestHead::parse(head);
    request.body = Body(body);
    request.framing = BodyFraming::ContentLength;
    return request;
}

} // namespace

int main()
{
    const ProfilePtr profile = ProfileCatalog::load({}).find("machnet");
    if (!profile) {
        std::fprintf(stderr, "there is no profile of Machnet\n");
        return 1;
    }
    const QByteArray secret = "inspector-test-secret-01";
    QByteArray body = "{\"id\":\"82646f2c-447a-4214-a6ad-7d43e87d7fc4\",\"padding\":\"";
    body += QByteArray(1024 - body.size() - 2, 'x') + "\"}";
    const Request request = delivery(secret, body);
    const std::vector<NamedSecret> secrets { { QStringLiteral("live"), secret } };
    const EndpointValues endpoint;
    BareHmac bare;
    unsigned sink = 0;
    bool isValid = true;
    std::vector<double> bareTimes;
    std::vector<double> verifyTimes;
    std::vector<double> ratios;
    for (int round = 0; round < Rounds; ++round) {
        bareTimes.push_back(nanosecondsEach([&] { sink += bare.firstByte(secret, body); }));
        verifyTimes.push_back(nanosecondsEach([&] {
            RequestValues values(request, endpoint);
            isValid = isValid
                && verifySignature(*profile, request, values, secrets, SystemTime()).verdict == Verdict::Valid;
        }));
        ratios.push_back(verifyTimes.back() / bareTimes.back());
    }
    std::printf("%-44s %10.0f ns\n", "bare HMAC-SHA256 of 1 KiB, fetched EVP_MAC", median(bareTimes));
    std::printf("%-44s %10.0f ns\n", "verifySignature of 1 KiB, values included", median(verifyTimes));
    std::printf("%-44s %10.2f    (to hold: 3)\n", "ratio", median(ratios));
    return isValid && sink > 0 ? 0 : 1;
}
