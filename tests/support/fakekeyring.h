// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "signature/secrets/keyring.h"

#include <QMap>

#include <deque>
#include <functional>
#include <memory>
#include <optional>

namespace hookloupe::test {

/// What a FakeKeyring holds; the test keeps it when the keyring itself has been handed over.
struct FakeKeyringState {
    QMap<QString, QByteArray> entries;
    std::optional<KeyringError> fault; ///< every question is answered with it
    bool answersAtOnce = true; ///< false: the questions wait for answerAll()
    std::deque<std::function<void()>> open;
    int reads = 0;

    void answerAll()
    {
        while (!open.empty()) {
            const std::function<void()> answer = std::move(open.front());
            open.pop_front();
            answer();
        }
    }
};

/// A keyring in memory that answers when it is told to.
class FakeKeyring final : public Keyring {
public:
    explicit FakeKeyring(std::shared_ptr<FakeKeyringState> state)
        : m_state(std::move(state))
    {
    }

    void read(const QString& name, Read answer) override
    {
        ++m_state->reads;
        ask([state = m_state, name, answer = std::move(answer)] {
            if (state->fault)
                answer(Unexpected(*state->fault));
            else if (!state->entries.contains(name))
                answer(Unexpected(KeyringError { KeyringErrorCode::NoEntry, QStringLiteral("no such entry") }));
            else
                answer(state->entries.value(name));
        });
    }

    void write(const QString& name, const QByteArray& value, Written answer) override
    {
        ask([state = m_state, name, value, answer = std::move(answer)] {
            if (!state->fault)
                state->entries.insert(name, value);
            answer(state->fault ? Result<Done, KeyringError>(Unexpected(*state->fault)) : Done());
        });
    }

    void remove(const QString& name, Written answer) override
    {
        ask([state = m_state, name, answer = std::move(answer)] {
            if (!state->fault)
                state->entries.remove(name);
            answer(state->fault ? Result<Done, KeyringError>(Unexpected(*state->fault)) : Done());
        });
    }

private:
    void ask(std::function<void()> answer)
    {
        if (m_state->answersAtOnce)
            answer();
        else
            m_state->open.push_back(std::move(answer));
    }

    std::shared_ptr<FakeKeyringState> m_state;
};

} // namespace hookloupe::test
