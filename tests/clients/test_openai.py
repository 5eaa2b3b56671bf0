"""OpenAI's own client for Python, unchanged, against the sandbox's OpenAI-compatible paths."""

import unittest

import openai

from sandbox_process import SandboxTest

TOOLS = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "Weather of a city",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
        },
    }
]


def user(text):
    return [{"role": "user", "content": text}]


class OpenAiClient(SandboxTest):
    def setUp(self):
        super().setUp()
        self.client = openai.OpenAI(
            base_url=self.sandbox.host + "/serving-endpoints", api_key=self.sandbox.token, max_retries=0
        )

    def test_chat_is_answered(self):
        reply = self.client.chat.completions.create(model="code-review-bot", messages=user("What is 6*7?"), n=2)
        self.assertEqual(len(reply.choices), 2)
        self.assertIn("42", reply.choices[0].message.content)
        self.assertEqual(reply.choices[0].finish_reason, "stop")

    def test_chat_streams_token_by_token(self):
        stream = self.client.chat.completions.create(
            model="code-review-bot",
            messages=user("Explain bills of lading"),
            stream=True,
            stream_options={"include_usage": True},
        )
        chunks = list(stream)
        words = [chunk.choices[0].delta.content for chunk in chunks if chunk.choices and chunk.choices[0].delta.content]
        self.assertGreater(len(words), 20)
        self.assertEqual(chunks[-1].usage.completion_tokens, len(words))
        whole = self.client.chat.completions.create(model="code-review-bot", messages=user("Explain bills of lading"))
        self.assertEqual("".join(words), whole.choices[0].message.content)

    def test_stop_and_length_end_an_answer(self):
        ask = {"model": "code-review-bot", "messages": user("List five steps to onboard a driver")}
        cut = self.client.chat.completions.create(max_tokens=5, **ask).choices[0]
        self.assertEqual(cut.finish_reason, "length")
        stopped = self.client.chat.completions.create(stop=["2."], **ask).choices[0]
        self.assertEqual(stopped.finish_reason, "stop")
        self.assertNotIn("2.", stopped.message.content)

    def test_a_tool_is_called_and_its_result_used(self):
        ask = {"model": "code-review-bot", "tools": TOOLS}
        messages = user("What is the weather in Rotterdam?")
        first = self.client.chat.completions.create(messages=messages, **ask).choices[0]
        self.assertEqual(first.finish_reason, "tool_calls")
        call = first.message.tool_calls[0]
        self.assertEqual((call.function.name, call.function.arguments), ("get_weather", '{"city":"Rotterdam"}'))
        messages += [first.message.model_dump(), {"role": "tool", "tool_call_id": call.id, "content": "14 degrees"}]
        second = self.client.chat.completions.create(messages=messages, **ask).choices[0]
        self.assertIn("14 degrees", second.message.content)
        pieces = self.client.chat.completions.create(messages=user("What is the weather in Rotterdam?"), stream=True, **ask)
        calls = [chunk.choices[0].delta.tool_calls for chunk in pieces if chunk.choices]
        self.assertEqual("".join(one[0].function.arguments for one in calls if one), '{"city":"Rotterdam"}')

    def test_a_prompt_is_completed(self):
        reply = self.client.completions.create(model="legacy-completions", prompt="Explain demurrage", max_tokens=9)
        self.assertTrue(reply.choices[0].text)
        self.assertEqual(reply.usage.completion_tokens, 9)

    def test_similar_texts_get_near_vectors(self):
        texts = ["the container is late in Rotterdam", "late container at Rotterdam port", "invoice paid twice"]
        for more in ({}, {"encoding_format": "float"}):
            reply = self.client.embeddings.create(model="embeddings-multilingual", input=texts, **more)
            one, near, far = (item.embedding for item in reply.data)
            self.assertEqual(len(one), 1024)
            self.assertGreater(dot(one, near), dot(one, far))

    def test_responses_are_answered_and_streamed(self):
        reply = self.client.responses.create(model="code-review-bot", input="What is 6*7?")
        self.assertIn("42", reply.output_text)
        events = list(self.client.responses.create(model="code-review-bot", input="What is 6*7?", stream=True))
        text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
        self.assertIn("42", text)
        self.assertEqual(events[-1].type, "response.completed")

    def test_errors_arrive_as_their_own_types(self):
        chat = self.client.chat.completions
        with self.assertRaises(openai.NotFoundError):
            chat.create(model="none", messages=user("hi"))
        with self.assertRaises(openai.BadRequestError) as raised:
            chat.create(model="support-assistant-chat", messages=user("My SSN is 078-05-1120"))
        self.assertIn("input_guardrail_triggered", str(raised.exception))
        self.sandbox.control("POST", "/sandbox/faults", [{"pattern": "*", "status": 429, "body": {"error_code": "REQUEST_LIMIT_EXCEEDED", "message": "m"}}])
        with self.assertRaises(openai.RateLimitError):
            chat.create(model="code-review-bot", messages=user("hi"))
        self.sandbox.control("DELETE", "/sandbox/faults")
        stranger = openai.OpenAI(base_url=self.sandbox.host + "/serving-endpoints", api_key="nope", max_retries=0)
        with self.assertRaises(openai.AuthenticationError):
            stranger.chat.completions.create(model="code-review-bot", messages=user("hi"))

    def test_a_stream_that_is_cut_is_noticed(self):
        self.sandbox.control("POST", "/sandbox/faults", [{"pattern": "/serving-endpoints/*", "cut_after": 1500}])
        stream = self.client.chat.completions.create(
            model="code-review-bot", messages=user("Explain bills of lading"), stream=True
        )
        with self.assertRaises(Exception) as raised:
            list(stream)
        self.assertIn("incomplete", str(raised.exception).lower() + repr(raised.exception.__cause__).lower())


def dot(one, other):
    return sum(a * b for a, b in zip(one, other))


if __name__ == "__main__":
    unittest.main()
