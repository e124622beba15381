// SPDX-License-Identifier: GPL-3.0-or-later
#include "profiles/form/schemesection.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace hookloupe {

using namespace Qt::StringLiterals;

namespace {

constexpr int MaxTolerance = 366 * 86'400;

/// A line that only some algorithms or grammars want.
struct Wanted {
    const char* place;
    QByteArrayList algorithms; ///< empty: any but "none"
    QByteArrayList grammars; ///< empty: any
};

const std::vector<Wanted>& wantedLines()
{
    static const std::vector<Wanted> lines {
        { "/hash", { "hmac", "digest", "rsa-pkcs1", "rsa-pss", "ecdsa" }, {} },
        { "/signature/field", {}, { "key-value", "list" } },
        { "/signature/separator", {}, { "key-value", "list", "positional", "pairs" } },
        { "/signature/assign", {}, { "key-value", "list" } },
        { "/signature/names", {}, { "positional" } },
        { "/signature/select_param", {}, { "pairs" } },
        { "/signature/form", { "ecdsa" }, {} },
        { "/content", { "hmac", "digest", "rsa-pkcs1", "rsa-pss", "ecdsa", "ed25519" }, {} },
        { "/key/encoding", { "hmac", "digest", "rsa-pkcs1", "rsa-pss", "ecdsa", "ed25519", "jws" }, {} },
        { "/key/strip", { "hmac", "digest" }, {} },
        { "/jwt_algorithms", { "jws" }, {} },
    };
    return lines;
}

std::vector<WordLine::Word> plainWords(std::initializer_list<const char*> words)
{
    std::vector<WordLine::Word> list;
    for (const char* word : words)
        list.push_back({ word, QString::fromLatin1(word) });
    return list;
}

} // namespace

SchemeSection::SchemeSection(ProfileDocument& document, std::function<RequestPtr()> request, QWidget* parent)
    : FormSection(tr("Signature"), parent)
    , m_document(document)
    , m_chooser(new QComboBox(this))
    , m_addButton(new QPushButton(tr("Add Scheme"), this))
    , m_removeButton(new QPushButton(tr("Remove"), this))
{
    m_chooser->setObjectName(u"schemeChooser"_s);
    m_chooser->setAccessibleName(tr("Scheme that is edited"));
    m_chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_chooser->setMinimumContentsLength(12);
    m_addButton->setObjectName(u"schemeAdd"_s);
    m_removeButton->setObjectName(u"schemeRemove"_s);
    m_removeButton->setAccessibleName(tr("Remove this scheme"));
    auto* row = new QHBoxLayout;
    row->addWidget(m_chooser, 1);
    row->addWidget(m_addButton);
    row->addWidget(m_removeButton);
    column()->insertLayout(1, row);
    addLines(request);
    connect(m_chooser, &QComboBox::activated, this, &SchemeSection::turnTo);
    connect(m_addButton, &QPushButton::clicked, this, &SchemeSection::addScheme);
    connect(m_removeButton, &QPushButton::clicked, this, &SchemeSection::removeScheme);
}

template<typename Line>
Line* SchemeSection::keep(Line* line, const char* place)
{
    m_places.emplace_back(line, place);
    return add(line);
}

void SchemeSection::addLines(const std::function<RequestPtr()>& request)
{
    using Pick = TextLine::Pick;
    const auto text = [&](const char* place, const QString& name, TextLine::Options options) {
        options.request = request;
        return keep(new TextLine(m_document, place, name, std::move(options), this), place);
    };
    text("/id", tr("Scheme name"), { .isRequired = true, .placeholder = u"hmac-sha256"_s });
    m_algorithm = keep(
        new WordLine(m_document, "/algorithm", tr("Algorithm"),
            { { "hmac", tr("HMAC") }, { "digest", tr("Hash over text with the secret") },
                { "token", tr("Token: the secret itself") }, { "basic", tr("Basic credentials") },
                { "rsa-pkcs1", tr("RSA, PKCS #1") }, { "rsa-pss", tr("RSA, PSS") }, { "ecdsa", tr("ECDSA") },
                { "ed25519", tr("Ed25519") }, { "jws", tr("JWS, JWT") }, { "none", tr("None: it does not sign") } },
            this),
        "/algorithm");
    keep(new WordLine(m_document, "/hash", tr("Hash"),
             { { "md5", u"MD5"_s }, { "sha1", u"SHA-1"_s }, { "sha256", u"SHA-256"_s }, { "sha384", u"SHA-384"_s },
                 { "sha512", u"SHA-512"_s } },
             this),
        "/hash");
    addKeyLines(request);
    text("/signature/from", tr("Signature stands in"),
        { .pick = Pick::Locator, .isRequired = true, .placeholder = u"header:X-Signature"_s });
    std::vector<WordLine::Word> grammars { { {}, tr("plain: the value alone") } };
    const std::vector<WordLine::Word> others
        = plainWords({ "plain", "key-value", "list", "positional", "numbered", "pairs" });
    grammars.insert(grammars.end(), others.begin(), others.end());
    m_grammar
        = keep(new WordLine(m_document, "/signature/grammar", tr("Written as"), grammars, this), "/signature/grammar");
    text("/signature/field", tr("Field"), { .placeholder = u"v1"_s });
    text("/signature/separator", tr("Separator"), { .placeholder = u","_s });
    text("/signature/assign", tr("Assignment"), { .placeholder = u"="_s });
    text("/signature/names", tr("Leading fields"), { .isList = true, .placeholder = u"t"_s });
    text("/signature/select_param", tr("Setting with our entry"), {});
    text("/signature/prefix", tr("Prefix"), { .placeholder = u"sha256="_s });
    keep(new WordLine(m_document, "/signature/encoding", tr("Encoding"),
             plainWords({ "hex", "upper-hex", "base64", "base64url", "hex-in-base64", "text" }), this),
        "/signature/encoding");
    keep(
        new WordLine(m_document, "/signature/form", tr("Form"), plainWords({ "der", "raw" }), this), "/signature/form");
    text("/content", tr("Signed content"), { .pick = Pick::Template, .placeholder = u"{body}"_s });
    text("/jwt_algorithms", tr("JWT algorithms"), { .isList = true, .placeholder = u"RS256"_s });
    addTimeLines(request);
}

void SchemeSection::addKeyLines(const std::function<RequestPtr()>&)
{
    std::vector<WordLine::Word> encodings { { {}, tr("utf8: the text as it is") } };
    const std::vector<WordLine::Word> others
        = plainWords({ "utf8", "hex", "base64", "pem", "spki-base64", "jwk", "ed25519-hex", "ed25519-base64" });
    encodings.insert(encodings.end(), others.begin(), others.end());
    keep(new WordLine(m_document, "/key/encoding", tr("Secret is"), encodings, this), "/key/encoding");
    keep(new TextLine(
             m_document, "/key/strip", tr("Without the prefix"), { .isList = true, .placeholder = u"whsec_"_s }, this),
        "/key/strip");
}

void SchemeSection::addTimeLines(const std::function<RequestPtr()>& request)
{
    TextLine* const from = keep(
        new TextLine(m_document, "/time/from", tr("Signing time"),
            { .pick = TextLine::Pick::Locator, .placeholder = u"header:X-Timestamp"_s, .request = request }, this),
        "/time/from");
    from->setWriter([this](const QByteArray& text) { writeTime(text); });
    keep(new WordLine(m_document, "/time/unit", tr("Time unit"),
             { { "s", tr("seconds since 1970") }, { "ms", tr("milliseconds since 1970") },
                 { "rfc3339", tr("RFC 3339: 2026-01-02T03:04:05Z") } },
             this),
        "/time/unit");
    keep(new NumberLine(m_document, "/time/tolerance_s", tr("Tolerance"),
             { .least = 0, .most = MaxTolerance, .unit = tr(" s") }, this),
        "/time/tolerance_s");
}

int SchemeSection::current() const
{
    return std::max(0, m_chooser->currentIndex());
}

QByteArray SchemeSection::schemePointer() const
{
    return "/schemes/" + QByteArray::number(current());
}

void SchemeSection::fillChooser()
{
    const QSignalBlocker blocker(m_chooser);
    const int wanted = current();
    m_chooser->clear();
    const JsonOutline::Node* const schemes = m_document.outline().find("/schemes");
    const std::size_t count = schemes ? schemes->children.size() : 0;
    for (std::size_t i = 0; i < count; ++i) {
        const QByteArray id = m_document.outline()
                                  .string(QByteArray("/schemes/" + QByteArray::number(i) + "/id"))
                                  .value_or(QByteArray());
        m_chooser->addItem(tr("Scheme %1 of %2: %3").arg(i + 1).arg(count).arg(QString::fromUtf8(id)));
    }
    m_chooser->setCurrentIndex(std::min(wanted, m_chooser->count() - 1));
    const bool canWrite = !m_document.isReadOnly();
    m_addButton->setEnabled(canWrite);
    m_removeButton->setEnabled(canWrite && count > 1);
}

void SchemeSection::turnTo(int scheme)
{
    const QSignalBlocker blocker(m_chooser);
    m_chooser->setCurrentIndex(scheme);
    load();
    emit turned();
}

void SchemeSection::load()
{
    fillChooser();
    const QByteArray scheme = schemePointer();
    for (const auto& [line, place] : m_places)
        line->setPointer(scheme + place);
    FormSection::load();
    updateVisible();
}

void SchemeSection::updateVisible()
{
    const QByteArray algorithm = m_algorithm->word();
    const QByteArray grammar = m_grammar->word();
    const bool isSigned = algorithm != "none";
    const bool hasTime = m_document.outline().find(QByteArray(schemePointer() + "/time"));
    for (const auto& [line, place] : m_places) {
        const auto wanted = std::find_if(wantedLines().begin(), wantedLines().end(),
            [&place = place](const Wanted& one) { return place == one.place; });
        bool isWanted = isSigned || place == "/id" || place == "/algorithm";
        if (wanted != wantedLines().end())
            isWanted &= (wanted->algorithms.isEmpty() || wanted->algorithms.contains(algorithm))
                && (wanted->grammars.isEmpty() || wanted->grammars.contains(grammar));
        if (place.startsWith("/time/") && place != "/time/from")
            isWanted = hasTime;
        setLineVisible(line, isWanted || line->exists());
    }
}

void SchemeSection::addScheme()
{
    const JsonOutline::Node* const schemes = m_document.outline().find("/schemes");
    const QByteArray number = QByteArray::number(schemes ? schemes->children.size() : 0);
    const QByteArray scheme = "{\n  \"id\": \"scheme-" + number
        + "\",\n  \"algorithm\": \"hmac\",\n  \"hash\": \"sha256\",\n"
          "  \"signature\": {\"from\": \"header:X-Signature\", \"encoding\": \"hex\"},\n  \"content\": \"{body}\"\n}";
    const QByteArray value = schemes ? scheme : QByteArray('[' + scheme + ']');
    const QByteArray place = schemes ? QByteArray("/schemes/" + number) : QByteArray("/schemes");
    if (m_document.apply(withValue(m_document.outline(), place, value)))
        turnTo(m_chooser->count() - 1);
}

void SchemeSection::removeScheme()
{
    m_document.remove(schemePointer());
}

void SchemeSection::writeTime(const QByteArray& text)
{
    const QByteArray time = schemePointer() + "/time";
    if (text.isEmpty())
        m_document.remove(time);
    else if (m_document.outline().find(time))
        m_document.apply(withValue(m_document.outline(), QByteArray(time + "/from"), quotedJson(text)));
    else
        m_document.apply(withValue(
            m_document.outline(), time, "{\"from\": " + quotedJson(text) + ", \"unit\": \"s\", \"tolerance_s\": 300}"));
}

} // namespace hookloupe
