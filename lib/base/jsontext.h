// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QStringView>

#include <functional>

namespace hookloupe {

/// Builds one line of JSON in the order in which it is told to: QJsonDocument would sort the keys.
///
/// The caller is responsible for balanced begin/end calls and for giving a key before each value of an object.
class JsonText {
public:
    /// \param bytes  about how long the text will get
    void reserve(qsizetype bytes) { m_text.reserve(bytes); }
    JsonText& beginObject();
    JsonText& endObject();
    JsonText& beginArray();
    JsonText& endArray();
    /// \param name  a key of ours: plain ASCII that needs no escaping
    JsonText& key(const char* name);
    JsonText& string(QStringView text);
    /// Each byte becomes the code point of the same value, so that any bytes survive the way through JSON.
    JsonText& latin1(QByteArrayView bytes);
    JsonText& base64(QByteArrayView bytes);
    /// The same for bytes that are read piece by piece.
    /// \param read  called with rising offsets; a piece shorter than asked for ends the text there
    JsonText& base64(qint64 size, const std::function<QByteArray(qint64 offset, qint64 length)>& read);
    JsonText& number(qint64 value);
    JsonText& boolean(bool value);
    JsonText& null();

    /// What was built so far; UTF-8.
    const QByteArray& text() const { return m_text; }
    QByteArray take();

private:
    void separate();
    void appendBase64(QByteArrayView bytes);
    void escaped(char16_t unit);

    QByteArray m_text;
    bool m_needsComma = false;
};

} // namespace hookloupe
